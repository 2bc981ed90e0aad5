//! Whoever wants to hear whether a response could be read: the stand-in in tests, whose answers have to be readable.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;

type Hear = dyn Fn(Option<&Error>) + Send + Sync;

/// Hears how a call ended. It comes with the response, among its extensions.
#[derive(Clone)]
pub(crate) struct Told(Arc<Hear>);

impl Told {
    pub(crate) fn new(hear: impl Fn(Option<&Error>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    pub(crate) fn end(&self, error: Option<&Error>) {
        (self.0)(error);
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}
