//! Bytes that are wiped when nobody holds them any more.

use bytes::{Bytes, BytesMut};
use secrecy::zeroize::Zeroize;

/// Shares bytes, which the last holder wipes.
pub(crate) fn shared(bytes: Vec<u8>) -> Bytes {
    Bytes::from_owner(Wiping(bytes))
}

/// Wipes bytes now, unless somebody else holds them.
pub(crate) fn wiped(bytes: Bytes) -> Result<BytesMut, Bytes> {
    let mut bytes = bytes.try_into_mut()?;
    bytes.zeroize();
    #[cfg(test)]
    count::add();
    Ok(bytes)
}

struct Wiping(Vec<u8>);

impl AsRef<[u8]> for Wiping {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Wiping {
    fn drop(&mut self) {
        self.0.zeroize();
        #[cfg(test)]
        count::add();
    }
}

/// How many pieces were wiped in this thread, for tests.
#[cfg(test)]
pub(crate) mod count {
    use std::cell::Cell;

    thread_local! {
        static WIPED: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn add() {
        WIPED.set(WIPED.get() + 1);
    }

    /// Returns how many pieces some work wipes.
    pub(crate) fn of(work: impl FnOnce()) -> usize {
        let before = WIPED.get();
        work();
        WIPED.get() - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_wiped_unless_shared() {
        let bytes = Bytes::from(b"s3cret".to_vec());
        let other = bytes.clone();
        assert_eq!(wiped(bytes).unwrap_err(), "s3cret");
        assert_eq!(wiped(other).unwrap(), [0; 6][..]);
        assert!(wiped(Bytes::from_static(b"s3cret")).is_err());
    }

    #[test]
    fn last_holder_wipes() {
        let bytes = shared(b"s3cret".to_vec());
        assert_eq!(bytes, "s3cret");
        let part = bytes.slice(1..2);
        assert_eq!(count::of(|| drop(bytes)), 0);
        assert_eq!(count::of(|| drop(part)), 1);
    }
}
