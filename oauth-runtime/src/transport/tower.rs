//! Services of `tower` as transports.

use bytes::Bytes;

use crate::error::{Delivery, TransportError, TransportErrorKind};
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;

/// Turns a [`tower_service::Service`] into a [`Transport`].
///
/// The service keeps its own time: wrap it in a timeout layer.
#[derive(Clone, Debug)]
pub struct TowerTransport<S>(S);

impl<S> TowerTransport<S> {
    /// Wraps a service.
    pub const fn new(service: S) -> Self {
        Self(service)
    }
}

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
