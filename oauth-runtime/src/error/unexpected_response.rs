//! Answers that no declaration foresees.

use std::fmt;

use crate::body::names_a_token;
use crate::description::TokenMember;
use crate::error::outcome::GrantState;
use crate::error::received::Received;
use crate::oauth::deviation::Deviation;
use crate::oauth::reader::{Failure, FailureKind};
use crate::oauth::token::error::TokenError;
use crate::secret::escape::Escaped;

/// The server answered what the endpoint does not declare.
#[derive(Debug)]
pub struct UnexpectedResponse {
    received: Box<Received>,
    reason: UnexpectedReason,
}

/// What was unexpected about an answer.
#[non_exhaustive]
#[derive(Debug)]
pub enum UnexpectedReason {
    /// A redirect that the endpoint does not declare; it was not followed.
    Redirect {
        /// Scheme and host of its target, if it had one.
        target: Option<String>,
    },
    /// A status that is neither success, redirect nor error.
    Status,
    /// A body that is not valid UTF-8.
    NotUtf8(std::str::Utf8Error),
    /// A body that is not the declared JSON. The error has line and column, and no values of secrets.
    Json(JsonError),
    /// A form-encoded body that is not what is declared.
    Form,
    /// A body that is no token, or not safely one.
    Token(TokenError),
    /// An answer that is good, but not to the letter: the client is
    /// [strict](crate::ClientBuilder::strict).
    Deviations(Vec<Deviation>),
    /// A documented redirect whose `Location` is missing or not a URL.
    Location,
    /// The metadata of another issuer than that asked for
    /// ([RFC 8414, section 3.3](https://www.rfc-editor.org/rfc/rfc8414#section-3.3)).
    Issuer {
        /// The issuer asked for.
        expected: String,
        /// The issuer that the metadata names.
        found: String,
    },
}

/// Where and why a body is not the declared JSON.
///
/// serde's own message can quote values of the body, so only the kind and the place are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonError {
    line: usize,
    column: usize,
    kind: FailureKind,
}

impl JsonError {
    pub(crate) const fn new(failure: Failure) -> Self {
        Self { line: failure.line, column: failure.column, kind: failure.kind }
    }

    /// Returns the line, counted from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in bytes, counted from 1; 0 is the beginning of the line.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FailureKind::NotJson | FailureKind::Trailing => "the body is not JSON",
            FailureKind::Empty => return f.write_str("the body is empty"),
            FailureKind::CutOff => "the body ends inside a JSON value",
            FailureKind::OtherShape => "the body is JSON of another shape than declared",
        };
        write!(f, "{what}, at line {} column {}", self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

impl UnexpectedResponse {
    pub(crate) fn new(received: Received, reason: UnexpectedReason) -> Self {
        Self { received: Box::new(received), reason }
    }

    pub(crate) fn received(&self) -> &Received {
        &self.received
    }

    /// Returns what was unexpected.
    #[must_use]
    pub fn reason(&self) -> &UnexpectedReason {
        &self.reason
    }

    pub(super) fn grant_state(&self) -> GrantState {
        if self.received.one_time.is_none() {
            GrantState::Intact
        } else if self.received.status.is_success() && self.is_of_the_endpoint() {
            GrantState::Spent
        } else {
            GrantState::Unknown
        }
    }

    /// Tells whether this is a success of the endpoint, only not as it should be. A page, or JSON about something else, may
    /// be from whatever stands before it.
    fn is_of_the_endpoint(&self) -> bool {
        let Received { endpoint, headers, body, .. } = &*self.received;
        let places = endpoint.token.as_ref().map_or(&[][..], |token| token.places);
        let secrets = places.iter().filter(|place| {
            matches!(place.member, TokenMember::AccessToken | TokenMember::RefreshToken)
        });
        matches!(self.reason, UnexpectedReason::Deviations(_))
            || names_a_token(headers, body, secrets.filter_map(|it| it.place.last().copied()))
    }
}

impl fmt::Display for UnexpectedResponse {
    /// Says what came, in one line; why it is unexpected is said by the [`reason`](Self::reason), which is the source.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Received { endpoint, status, headers, body, secrets, .. } = &*self.received;
        write!(f, "`{}`: unexpected response with {}, ", endpoint.name(), status.as_u16())?;
        match body.len() {
            0 => f.write_str("no body"),
            1 => f.write_str("1 byte"),
            length => write!(f, "{length} bytes"),
        }?;
        let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        match kind {
            Some(kind) if !body.is_empty() => {
                write!(f, " of {}", Escaped(&secrets.redact(kind.to_owned())))
            }
            _ => Ok(()),
        }
    }
}

impl std::error::Error for UnexpectedResponse {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

impl fmt::Display for UnexpectedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirect { target: Some(target) } => {
                write!(f, "a redirect to {}, which was not followed", Escaped(target))
            }
            Self::Redirect { target: None } => f.write_str("a redirect without a target"),
            Self::Status => f.write_str("the status is neither a success nor an error"),
            Self::Form => f.write_str("the form-encoded body is not what is declared"),
            Self::Token(error) => error.fmt(f),
            Self::Deviations(deviations) => crate::oauth::deviation::write_list(f, deviations),
            Self::NotUtf8(_) => f.write_str("the body is not UTF-8"),
            Self::Location => f.write_str("its `Location` is missing or not a URL"),
            Self::Json(error) => error.fmt(f),
            Self::Issuer { expected, found } => write!(
                f,
                "the metadata is that of the issuer `{}`, and `{}` was asked for",
                Escaped(found),
                Escaped(expected)
            ),
        }
    }
}

impl std::error::Error for UnexpectedReason {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotUtf8(error) => Some(error),
            _ => None,
        }
    }
}
