//! The body of a response, put together piece by piece up to a limit.

use bytes::{Bytes, BytesMut};

use crate::error::{Delivery, TransportError, TransportErrorKind};

/// How much is reserved for a body at most because it was announced. More is reserved when it is there.
const RESERVED: usize = 64 * 1024;

/// A body that is being received, into bytes that nobody else holds: they are wiped in the end.
pub(super) struct Receiving {
    whole: BytesMut,
    announced: usize,
    most: usize,
}

impl Receiving {
    /// Begins a body of which this much was announced.
    pub(super) fn new(announced: u64, most: usize) -> Result<Self, TransportError> {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > most {
            return Err(too_large());
        }
        Ok(Self { whole: BytesMut::new(), announced, most })
    }

    pub(super) fn push(&mut self, piece: Bytes) -> Result<(), TransportError> {
        if piece.len() > self.most - self.whole.len() {
            return Err(too_large());
        }
        match piece.try_into_mut() {
            Ok(own) if self.whole.is_empty() => self.whole = own,
            Ok(own) => self.append(&own),
            // A part of what was read from the connection, as the headers are: left so, it could not be wiped.
            Err(shared) => self.append(&shared),
        }
        Ok(())
    }

    fn append(&mut self, piece: &[u8]) {
        if self.whole.is_empty() {
            self.whole.reserve(self.announced.min(RESERVED).max(piece.len()));
        }
        self.whole.extend_from_slice(piece);
    }

    pub(super) fn finish(self) -> Bytes {
        self.whole.freeze()
    }
}

fn too_large() -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, Delivery::Answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_ends_at_its_limit() {
        for announced in [0, 3, 4] {
            let mut body = Receiving::new(announced, 4).unwrap();
            body.push(Bytes::from_static(b"ab")).unwrap();
            body.push(Bytes::from_static(b"cd")).unwrap();
            let error = body.push(Bytes::from_static(b"e")).unwrap_err();
            assert_eq!(error.kind(), TransportErrorKind::TooLarge);
            body.push(Bytes::new()).unwrap();
            assert_eq!(body.finish(), "abcd");
        }
        for announced in [5, u64::MAX] {
            assert!(Receiving::new(announced, 4).is_err(), "{announced}");
        }
    }

    #[test]
    fn announced_body_reserves_little() {
        let mut body = Receiving::new(1 << 40, usize::MAX).unwrap();
        assert_eq!(body.whole.capacity(), 0);
        let shared = Bytes::from(b"ab".to_vec());
        body.push(shared.slice(..1)).unwrap();
        assert!(body.whole.capacity() <= 2 * RESERVED, "{}", body.whole.capacity());
        assert_eq!(body.finish(), "a");
    }
}
