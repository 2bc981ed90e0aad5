//! What can go wrong with a call, by who has to act.

mod build;
pub(crate) mod error_body;
mod error_response;
mod oauth;
mod outcome;
mod received;
mod said;
mod transport;
mod unexpected_response;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

pub use build::{BuildError, BuildErrorKind};
pub use error_response::ErrorResponse;
pub use oauth::OAuthError;
pub use outcome::{Delivery, GrantState};
pub use transport::{TlsReason, TransportError, TransportErrorKind};
pub use unexpected_response::{JsonError, UnexpectedReason, UnexpectedResponse};

pub(crate) use received::Received;

use crate::body::without_bom;
use crate::header::{FromHeader, ResponseHeader, UnreadableHeader};
use crate::oauth::reader::{Notes, read_bytes};

/// Why a call did not give what its endpoint declares.
///
/// The variant tells who has to act; the methods give what is known, whichever variant it is.
///
/// ```
/// use oauth_runtime::{error::TransportErrorKind, Delivery, Error};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Build(_) => "mend the values given; nothing was sent",
///         Error::Transport(failed) if matches!(failed.kind(), TransportErrorKind::Tls(_)) => {
///             "whoever answered is not trusted; nothing was sent"
///         }
///         Error::Transport(_) if error.delivery() == Delivery::NotSent => "try again",
///         Error::Transport(_) => "it may have arrived",
///         Error::Refused(_) => "the server said no",
///         _ => "the server did not keep to its documentation",
///     }
/// }
/// ```
#[non_exhaustive]
#[derive(Debug)]
pub enum Error {
    /// The request could not be made from the values given; the caller can mend it. Nothing was sent.
    Build(BuildError),
    /// Nothing usable came back: no connection, a certificate that is not taken, time over, a cut-off body.
    Transport(TransportError),
    /// The server said no: a status of 400 or above, or an OAuth `error` inside a success.
    Refused(ErrorResponse),
    /// The server answered what the endpoint does not declare: an undeclared redirect, a body of another kind.
    Unexpected(UnexpectedResponse),
}

impl Error {
    /// Returns the name of the endpoint's function, or of the client type where a client could not be made.
    #[must_use]
    pub fn endpoint(&self) -> &'static str {
        match self {
            Self::Build(error) => error.endpoint(),
            Self::Transport(error) => error.endpoint().unwrap_or_default(),
            Self::Refused(error) => error.received().endpoint.name(),
            Self::Unexpected(error) => error.received().endpoint.name(),
        }
    }

    /// Returns the status, if an answer came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.received().map(|received| received.status)
    }

    /// Returns the headers, if an answer came. They may hold secrets.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.received().map(|received| &received.headers)
    }

    /// Reads a header that the declaration names in `response_headers(…)`; nothing where it is absent, or where no answer came.
    ///
    /// The text is the server's as it came: where it repeats a secret of the call, so does the value.
    ///
    /// # Errors
    ///
    /// [`UnreadableHeader`], which has the value as it came, where it is there and not of the declared type.
    pub fn header<H: FromHeader>(
        &self,
        header: ResponseHeader<H>,
    ) -> Result<Option<H>, UnreadableHeader> {
        self.headers().map_or(Ok(None), |headers| header.read(headers))
    }

    /// Returns the body as received, if an answer came; never longer than the limit of the client. It may hold secrets.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.received().map(|received| &*received.body)
    }

    /// Returns the error in the form of
    /// [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2), if the answer had one; also where its code
    /// stands elsewhere and the declaration says so (`refused(…)`).
    #[must_use]
    pub fn oauth(&self) -> Option<&OAuthError> {
        match self {
            Self::Refused(error) => error.oauth(),
            _ => None,
        }
    }

    /// Returns the vendor's own reason, where the declaration says in which member of the body it is (`reason = "…"`).
    ///
    /// As [`ErrorResponse::reason`].
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused(error) => error.reason(),
            _ => None,
        }
    }

    /// Reads the body as the vendor's own error type.
    ///
    /// Gives nothing where no answer came, or where the body is something else; [`body`](Self::body) still has it then.
    /// The texts are the server's as they came: where they repeat a secret of the call, so does the value, in its `Debug` too.
    ///
    /// ```no_run
    /// # #[derive(serde::Deserialize)] struct StandardErrorResponse { error: Option<String> }
    /// # fn example(error: oauth_runtime::Error) {
    /// if let Some(vendor) = error.body_as::<StandardErrorResponse>() {
    ///     println!("{:?}", vendor.error);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        let body = without_bom(self.body()?);
        read_bytes(body, &mut Notes::none(body)).ok()
    }

    /// Returns how long the server asks to wait (`Retry-After`, in seconds or as a date).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.received().and_then(|received| received.retry_after)
    }

    /// Tells whether the request reached the server.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::Build(_) => Delivery::NotSent,
            Self::Transport(error) => error.delivery(),
            Self::Refused(_) | Self::Unexpected(_) => Delivery::Answered,
        }
    }

    /// Tells whether the grant of this call is still good; [`Intact`](GrantState::Intact) where the call has none that can be used up.
    #[must_use]
    pub fn grant_state(&self) -> GrantState {
        match self {
            Self::Build(_) => GrantState::Intact,
            Self::Transport(error) => error.grant_state(),
            Self::Refused(error) => error.grant_state(),
            Self::Unexpected(error) => error.grant_state(),
        }
    }

    /// Tells whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.kind() == TransportErrorKind::Timeout)
    }

    fn received(&self) -> Option<&Received> {
        match self {
            Self::Refused(error) => Some(error.received()),
            Self::Unexpected(error) => Some(error.received()),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Refused(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Build(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Refused(error) => error.source(),
            Self::Unexpected(error) => error.source(),
        }
    }
}

macro_rules! from {
    ($($variant:ident($error:ident)),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(
    Build(BuildError),
    Transport(TransportError),
    Refused(ErrorResponse),
    Unexpected(UnexpectedResponse)
);
