//! What a transport is asked for: to send a request, and to wait.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::encode::prepared::PreparedRequest;
use crate::error::{BuildErrorKind, TransportError};
use crate::transport::limits::Limits;
use crate::transport::timer::{self, SleepFuture};

/// What a [`Transport`] gives back.
pub type TransportFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

/// Carries requests: an HTTP client, a stand-in in tests, another process.
///
/// A transport sends each request once: it follows no redirect and retries nothing.
///
/// ```
/// use bytes::Bytes;
/// use oauth_runtime::transport::{Limits, Transport, TransportFuture};
///
/// /// Answers everything with an empty object.
/// struct Empty;
///
/// impl Transport for Empty {
///     fn send(&self, _request: http::Request<Bytes>, _limits: Limits) -> TransportFuture {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"{}"))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole response, within the limits.
    ///
    /// The runtime checks `limits.max_body` once more; `limits.timeout` is the transport's to keep.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture;

    /// Waits before a call is sent again ([`Retry`](crate::Retry)).
    ///
    /// By default with the timer of tokio inside its runtime, and with a thread of its own elsewhere.
    fn sleep(&self, duration: Duration) -> SleepFuture {
        timer::sleep(duration)
    }

    /// Sends a request as the runtime has it: for transports that would take apart again what was just put together.
    #[doc(hidden)]
    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        Ok(self.send(request.into_http_request()?, limits))
    }
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        (**self).send(request, limits)
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        (**self).sleep(duration)
    }

    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        (**self).carry(request, limits)
    }
}
