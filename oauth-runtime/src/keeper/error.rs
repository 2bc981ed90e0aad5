//! Why there is no token.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::keeper::store::StoreError;

/// Why a keeper has no token to give.
///
/// It is cheap to clone: all who waited for one refresh get the same.
///
/// ```
/// use oauth_runtime::keeper::{KeeperError, Login};
///
/// # async fn example(alice: Login) {
/// match alice.access_token().await {
///     Ok(token) => { /* use it */ }
///     Err(KeeperError::SignInAgain { reason }) => println!("sign in again: {reason}"),
///     Err(error) => println!("{error}; again in {:?}", error.retry_after()),
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum KeeperError {
    /// The login is over: until [`Login::put`](crate::keeper::Login::put) nothing is sent for it.
    SignInAgain {
        /// Why it is over.
        reason: SignInReason,
    },
    /// The last refresh failed, and the login is intact: nothing is sent before the pause is over.
    #[non_exhaustive]
    Paused {
        /// When it is over.
        until: SystemTime,
        /// What came back, where this process asked; `None` where another did.
        source: Option<Arc<Error>>,
    },
    /// A refresh was sent and its answer never came: whether the refresh token is spent is not known.
    #[non_exhaustive]
    InDoubt {
        /// What came back, where this process asked.
        source: Option<Arc<Error>>,
    },
    /// The store does not work: without it nothing is sent, because two processes could spend one refresh token.
    #[non_exhaustive]
    Store {
        /// What the store said.
        source: Arc<StoreError>,
    },
    /// Another process refreshes, and takes longer than it may.
    Busy,
    /// The runtime that refreshed ended before its answer came.
    Interrupted,
    /// The keeper was used outside a Tokio runtime.
    NoRuntime,
    /// What was given to [`Login::put`](crate::keeper::Login::put) is no answer of a token endpoint.
    NoToken,
}

/// Why a login is over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignInReason {
    /// Nobody has signed in yet.
    Never,
    /// The person has signed out ([`Login::forget`](crate::keeper::Login::forget)).
    SignedOut,
    /// The server does not take the refresh token any more, in its word: `invalid_grant`.
    Refused(String),
    /// The access token has expired, and there is no refresh token.
    NoRefreshToken,
    /// Whether the refresh token is spent is not known, and [`InDoubt::Never`](crate::keeper::InDoubt::Never) forbids to try it.
    InDoubt,
}

impl KeeperError {
    /// Returns how long nothing is sent, where that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Paused { until, .. } => {
                Some(until.duration_since(crate::clock::now()).unwrap_or_default())
            }
            _ => None,
        }
    }

    /// Returns what the server or the network said, where that is why.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error> {
        match self {
            Self::Paused { source, .. } | Self::InDoubt { source } => source.as_deref(),
            _ => None,
        }
    }

    pub(super) const fn sign_in(reason: SignInReason) -> Self {
        Self::SignInAgain { reason }
    }
}

impl fmt::Display for KeeperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignInAgain { reason } => write!(f, "sign in again: {reason}"),
            Self::Paused { .. } => f.write_str("the refresh failed, and is not tried again yet"),
            Self::InDoubt { .. } => {
                f.write_str("a refresh was sent and not answered, and the access token has expired")
            }
            Self::Store { .. } => f.write_str("the store of the logins does not work"),
            Self::Busy => f.write_str("another process refreshes this login, and takes too long"),
            Self::Interrupted => f.write_str("the refresh was interrupted"),
            Self::NoRuntime => f.write_str("a keeper needs a Tokio runtime, and there is none"),
            Self::NoToken => f.write_str("this is no answer of a token endpoint"),
        }
    }
}

impl std::error::Error for KeeperError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Paused { source, .. } | Self::InDoubt { source } => {
                source.as_deref().map(|error| error as _)
            }
            Self::Store { source } => Some(&***source),
            _ => None,
        }
    }
}

impl fmt::Display for SignInReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("nobody has signed in yet"),
            Self::SignedOut => f.write_str("signed out"),
            Self::Refused(code) => {
                write!(f, "the server refused with `{}`", crate::secret::escape::Escaped(code))
            }
            Self::NoRefreshToken => {
                f.write_str("the access token has expired, and there is no refresh token")
            }
            Self::InDoubt => f.write_str("the refresh token may be spent"),
        }
    }
}
