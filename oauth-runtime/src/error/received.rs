//! A complete answer that is not what the caller asked for, kept whole.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::description::{Endpoint, OneTimeGrant};
use crate::secret::redact::Secrets;
use crate::secret::wiped::wiped;

/// A complete answer, as it came. Its body is wiped when it is dropped: it may be a token.
pub(crate) struct Received {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) one_time: Option<OneTimeGrant>,
    pub(crate) strict: bool,
    pub(crate) secrets: Secrets,
}

impl fmt::Debug for Received {
    /// Shows what cannot hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("endpoint", &self.endpoint.name())
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        drop(wiped(std::mem::take(&mut self.body)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::wiped::count;

    #[test]
    fn body_is_wiped_when_a_response_is_dropped() {
        let received = Received {
            endpoint: &Endpoint::FORM,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::from(b"s3cret".to_vec()),
            retry_after: None,
            one_time: None,
            strict: false,
            secrets: Secrets::default(),
        };
        assert_eq!(count::of(|| drop(received)), 1);
    }
}
