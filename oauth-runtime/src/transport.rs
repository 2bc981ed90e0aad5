//! The seam to HTTP: a request goes out, a response comes back.

#[cfg(any(feature = "reqwest", feature = "hyper"))]
pub(crate) mod failure;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(feature = "hyper")]
mod names;

use std::pin::Pin;

use bytes::Bytes;

use crate::error::TransportError;
use crate::limits::Limits;

#[cfg(feature = "hyper")]
pub use self::hyper::{HyperTransport, HyperTransportBuilder};

/// What a [`Transport`] gives back.
pub type TransportFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

/// Carries requests: an HTTP client, a stand-in in tests, another process.
///
/// A transport sends each request once: it follows no redirect and repeats nothing.
///
/// ```
/// use bytes::Bytes;
/// use oauth_runtime::{Limits, Transport, TransportFuture};
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
    /// The runtime checks `limits.max_body` once more; `limits.timeout` is the transport's to keep, because only it has a clock.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        (**self).send(request, limits)
    }
}

/// Makes a [`Transport`] of a [`tower_service::Service`].
///
/// The service keeps its own time: wrap it in a timeout layer.
#[cfg(feature = "tower")]
#[derive(Clone, Debug)]
pub struct TowerTransport<S>(S);

#[cfg(feature = "tower")]
impl<S> TowerTransport<S> {
    /// Wraps a service.
    pub const fn new(service: S) -> Self {
        Self(service)
    }
}

#[cfg(feature = "tower")]
impl<S> Transport for TowerTransport<S>
where
    S: tower_service::Service<http::Request<Bytes>, Response = http::Response<Bytes>>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn send(&self, request: http::Request<Bytes>, _limits: Limits) -> TransportFuture {
        use crate::error::{Delivery, TransportErrorKind};

        let mut service = self.0.clone();
        let failed = |delivery, error: S::Error| {
            TransportError::new(TransportErrorKind::Other, delivery).with_source(error)
        };
        Box::pin(async move {
            std::future::poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| failed(Delivery::NotSent, error))?;
            service.call(request).await.map_err(|error| failed(Delivery::Ambiguous, error))
        })
    }
}
