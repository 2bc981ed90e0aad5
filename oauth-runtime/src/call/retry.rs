//! Which calls may be sent again, and after what.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::call::carried::{Carried, GrantKind};
use crate::client::retry::Retry;
use crate::description::{Endpoint, OneTimeGrant, Role, is_word};
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

    /// Reads it off the declaration and what a call carries.
    pub(crate) fn of(endpoint: &'static Endpoint, carried: Carried) -> Self {
        if one_time(endpoint, carried).is_some() {
            return Self::Unsent;
        }
        if matches!(*endpoint.method(), Method::GET | Method::PUT | Method::DELETE) {
            return Self::Always;
        }
        match carried.grant_type {
            Some(GrantKind::ClientCredentials) => Self::Always,
            None if carried.has_token && is_about_a_token(endpoint) => Self::Always,
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

/// Returns what a call carries that can be used once. To revoke a refresh token or to look at it is no use of it.
pub(crate) fn one_time(endpoint: &'static Endpoint, carried: Carried) -> Option<OneTimeGrant> {
    carried.one_time.filter(|grant| {
        *grant != OneTimeGrant::RefreshToken
            || carried.grant_type.is_some()
            || !is_about_a_token(endpoint)
    })
}

/// Tells whether it is certain that a call only revokes a token or looks at it: by `token_type_hint` among the parameters
/// (RFC 7009, section 2.1, and RFC 7662, section 2.1), or by the end of the path.
fn is_about_a_token(endpoint: &'static Endpoint) -> bool {
    if endpoint.token().is_some() || !endpoint.grants().is_empty() {
        return false;
    }
    let mut parameters = endpoint.parameters().iter();
    let route = endpoint.route();
    let segments = route.strip_suffix("_endpoint").unwrap_or(route).split('/');
    let mut segments =
        segments.rev().filter(|segment| !segment.is_empty() && !segment.contains('{'));
    parameters.any(|parameter| parameter.role() == Some(Role::TokenTypeHint))
        || segments.next().is_some_and(|last| ENDS.iter().any(|word| is_word(last, word)))
}

/// The ends of paths at which tokens are revoked or looked at, in any case style.
const ENDS: &[&str] = &[
    "authrevoke",
    "deauthorize",
    "oauthrevoke",
    "revoke",
    "revocation",
    "revoketoken",
    "revokeaccesstoken",
    "revokerefreshtoken",
    "tokenrevoke",
    "tokenrevocation",
    "introspect",
    "introspection",
    "introspecttoken",
    "tokenintrospect",
    "tokenintrospection",
];
