//! The body of a request, which notes when hyper begins to write the request.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// How far a request came.
#[derive(Clone)]
pub(super) struct Progress(Arc<AtomicBool>);

impl Progress {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    pub(super) fn is_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A body in one piece.
pub(super) struct Outgoing {
    body: Bytes,
    progress: Progress,
}

impl Outgoing {
    pub(super) fn new(body: Bytes, progress: Progress) -> Self {
        Self { body, progress }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = std::mem::take(&mut self.body);
        Poll::Ready((!body.is_empty()).then(|| Ok(Frame::data(body))))
    }

    /// hyper asks for this when a connection takes up the request, before it writes anything.
    fn is_end_stream(&self) -> bool {
        self.progress.0.store(true, Ordering::Release);
        self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.body.len() as u64)
    }
}
