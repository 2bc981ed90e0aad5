//! The body of a request, which notes when a connection takes the request up.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::error::Delivery;

/// How far a request came: it waits, a connection has taken it up, or it was given up before one did.
#[derive(Clone)]
pub(crate) struct Progress(Arc<AtomicU8>);

const WAITING: u8 = 0;
const TAKEN_UP: u8 = 1;
const GIVEN_UP: u8 = 2;

impl Progress {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicU8::new(WAITING)))
    }

    /// Gives the request up, and tells whether that was in time: then it never leaves as a whole.
    fn give_up(&self) -> bool {
        self.change(GIVEN_UP)
    }

    /// Tells what became of a request that failed, seen from its connection; where none took it up, it was not sent.
    pub(crate) fn delivery(&self, seen: Delivery) -> Delivery {
        if self.give_up() { Delivery::NotSent } else { seen }
    }

    fn take_up(&self) -> bool {
        self.change(TAKEN_UP)
    }

    /// Changes what waits, and tells whether it is so now.
    fn change(&self, to: u8) -> bool {
        let changed = self.0.compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire);
        changed.map_or_else(|now| now == to, |_| true)
    }

    fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == GIVEN_UP
    }
}

/// A body in one piece.
///
/// hyper drops a request whose call is gone. Should it have looked just before the call went, the body fails: with it goes
/// a connection of HTTP/1.1 before a byte is written, or the stream of HTTP/2 before its end.
pub(crate) struct Outgoing {
    body: Bytes,
    progress: Progress,
}

impl Outgoing {
    pub(crate) fn new(body: Bytes, progress: Progress) -> Self {
        Self { body, progress }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = GivenUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, GivenUp>>> {
        if self.progress.is_given_up() {
            return Poll::Ready(Some(Err(GivenUp)));
        }
        let body = std::mem::take(&mut self.body);
        Poll::Ready((!body.is_empty()).then(|| Ok(Frame::data(body))))
    }

    /// hyper asks for this when a connection takes the request up, and before it writes anything of it.
    fn is_end_stream(&self) -> bool {
        self.progress.take_up() && self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if self.progress.is_given_up() {
            // Without this, hyper would not ask for a body of no bytes, and so not find that it fails.
            return SizeHint::default();
        }
        SizeHint::with_exact(self.body.len() as u64)
    }
}

/// The call was at its end before a connection took it up.
#[derive(Debug)]
pub(crate) struct GivenUp;

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the call was given up")
    }
}

impl std::error::Error for GivenUp {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_is_taken_up_or_given_up() {
        let progress = Progress::new();
        let request = Outgoing::new(Bytes::new(), progress.clone());
        assert!(request.is_end_stream() && request.is_end_stream());
        assert!(!progress.give_up(), "it may have left");
        assert_eq!(request.size_hint().exact(), Some(0));

        let progress = Progress::new();
        let mut request = Outgoing::new(Bytes::new(), progress.clone());
        assert!(progress.give_up());
        assert!(!request.is_end_stream(), "it would leave, for there is nothing to wait for");
        assert_eq!(request.size_hint().exact(), None);
        let mut context = Context::from_waker(std::task::Waker::noop());
        let frame = Pin::new(&mut request).poll_frame(&mut context);
        assert!(matches!(frame, Poll::Ready(Some(Err(GivenUp)))));
    }
}
