//! How the default transport is set up.

use std::time::Duration;

use http::HeaderValue;

use crate::transport::limits::Limits;

/// How the default transport is set up.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// The time of a call that says none of its own.
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "only reqwest keeps it"))]
    pub(crate) timeout: Duration,
    pub(crate) user_agent: Option<HeaderValue>,
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
        }
    }
}
