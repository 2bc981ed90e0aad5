//! The transport of a client that was given none, where there is no reqwest.

use std::future::ready;
use std::sync::OnceLock;

use bytes::Bytes;

use crate::encode::prepared::PreparedRequest;
use crate::error::{BuildErrorKind, Delivery, TransportError, TransportErrorKind};
use crate::transport::default::Settings;
use crate::transport::hyper::{HyperTransport, HyperTransportBuilder};
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;

/// hyper's client, set up when the first call is sent.
pub(crate) struct DefaultTransport {
    transport: OnceLock<HyperTransport>,
    settings: Settings,
}

impl DefaultTransport {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { transport: OnceLock::new(), settings }
    }

    fn transport(&self) -> Result<&HyperTransport, BuildErrorKind> {
        if let Some(transport) = self.transport.get() {
            return Ok(transport);
        }
        let transport = HyperTransportBuilder::with(&self.settings).finish()?;
        Ok(self.transport.get_or_init(|| transport))
    }
}

impl Transport for DefaultTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        match self.transport() {
            Ok(transport) => transport.send(request, limits),
            Err(kind) => {
                let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
                Box::pin(ready(Err(error.with_source(kind.to_string()))))
            }
        }
    }

    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        self.transport()?.carry(request, limits)
    }
}
