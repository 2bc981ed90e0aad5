//! The transport of a client that was given none.

use crate::transport::interface::Transport;
use crate::transport::settings::Settings;

/// reqwest, set up when the first call is sent.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(settings: Settings) -> Box<dyn Transport> {
    Box::new(crate::transport::reqwest::ReqwestTransport::new(settings))
}

/// hyper's client, set up when the first call is sent.
#[cfg(all(feature = "hyper", not(feature = "reqwest")))]
pub(crate) fn default_transport(settings: Settings) -> Box<dyn Transport> {
    Box::new(crate::transport::hyper::default::DefaultTransport::new(settings))
}

/// Nothing: each call says so.
#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
pub(crate) fn default_transport(_: Settings) -> Box<dyn Transport> {
    use bytes::Bytes;

    use crate::encode::prepared::PreparedRequest;
    use crate::error::{BuildErrorKind, Delivery, TransportError, TransportErrorKind};
    use crate::transport::interface::TransportFuture;
    use crate::transport::limits::Limits;

    struct NoTransport;

    impl Transport for NoTransport {
        fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
            let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
            Box::pin(std::future::ready(Err(error)))
        }

        fn carry(&self, _: PreparedRequest, _: Limits) -> Result<TransportFuture, BuildErrorKind> {
            Err(BuildErrorKind::NoTransport)
        }
    }

    Box::new(NoTransport)
}
