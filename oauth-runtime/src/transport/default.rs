//! The transport of a client that was given none.

use std::time::Duration;

use http::HeaderValue;

use crate::transport::interface::Transport;
use crate::transport::limits::Limits;

/// How the default transport is set up.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// The time of a call that says none of its own.
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "only reqwest keeps it"))]
    pub(crate) timeout: Duration,
    pub(crate) user_agent: Option<HeaderValue>,
    /// The base is on this machine: a proxy must not get what is sent there in plain text.
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "only reqwest has proxies"))]
    pub(crate) loopback: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Limits::default().timeout,
            user_agent: Some(HeaderValue::from_static(concat!(
                "oauth-runtime/",
                env!("CARGO_PKG_VERSION")
            ))),
            loopback: false,
        }
    }
}

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
