//! Which calls may be sent again, and after what.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::call::options::Options;
use crate::call::sent::sent_text;
use crate::client::retry::Retry;
use crate::description::Endpoint;
use crate::encode::json::ParameterValue;
use crate::error::{Delivery, Error, TransportErrorKind};

/// What may be repeated of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeatable {
    /// It does the same again: it may be repeated whatever became of it.
    Always,
    /// It may do harm a second time: only where it did not leave.
    Unsent,
}

impl Repeatable {
    /// Returns the delay after this many attempts, or nothing where the call is not sent again.
    pub(crate) fn delay(self, retry: Retry, attempts: u32, error: &Error) -> Option<Duration> {
        if attempts > retry.limit() || !self.after(error) {
            return None;
        }
        retry.delay(attempts, error.retry_after().unwrap_or_default())
    }

    /// Reads it off the declaration and the values of a call.
    pub(crate) fn of(
        endpoint: &'static Endpoint,
        options: &Options,
        values: &[ParameterValue<'_>],
        single_use: bool,
    ) -> Self {
        if single_use {
            return Self::Unsent;
        }
        if matches!(*endpoint.method(), Method::GET | Method::PUT | Method::DELETE) {
            return Self::Always;
        }
        let sent = |name: &str| sent_text(endpoint, options, values, name);
        match sent("grant_type") {
            Some(grant_type) if grant_type.as_str() == "client_credentials" => Self::Always,
            // Introspection and revocation (RFC 7662, section 2.1 and RFC 7009, section 2.1).
            None if sent("token").is_some() || sent("access_token").is_some() => Self::Always,
            _ => Self::Unsent,
        }
    }

    fn after(self, error: &Error) -> bool {
        match error {
            Error::Transport(error) => match (error.kind(), error.delivery()) {
                (
                    TransportErrorKind::Connect
                    | TransportErrorKind::Timeout
                    | TransportErrorKind::Closed,
                    Delivery::NotSent,
                ) => true,
                (TransportErrorKind::Timeout | TransportErrorKind::Closed, Delivery::Ambiguous) => {
                    self == Self::Always
                }
                _ => false,
            },
            Error::Refused(refused) => {
                let later = [
                    StatusCode::TOO_MANY_REQUESTS,
                    StatusCode::INTERNAL_SERVER_ERROR,
                    StatusCode::BAD_GATEWAY,
                    StatusCode::SERVICE_UNAVAILABLE,
                    StatusCode::GATEWAY_TIMEOUT,
                ];
                self == Self::Always && later.contains(&refused.received().status)
            }
            _ => false,
        }
    }
}
