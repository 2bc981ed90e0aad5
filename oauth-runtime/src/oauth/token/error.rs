//! Why a response is not taken for a token.

use std::error::Error;
use std::fmt;

use crate::oauth::deviation::{self, Deviation};
use crate::secret::escape::Escaped;

/// Why an answer is not taken for a token.
///
/// Neither `Display` nor `Debug` shows a value of the answer, except for the error code of a refusal.
///
/// ```
/// use std::time::SystemTime;
///
/// use oauth_runtime::{token::TokenError, Token};
///
/// let body = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"mac"}"#;
/// let error = Token::from_json(body, SystemTime::now()).unwrap_err();
/// assert_eq!(error, TokenError::TokenTypeUnusable);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The body is not JSON from this place on.
    #[non_exhaustive]
    NotJson {
        /// The line, from 1 on.
        line: usize,
        /// The column, from 1 on; 0 is the line break before the line.
        column: usize,
    },
    /// There is more after the JSON value.
    #[non_exhaustive]
    TrailingBytes {
        /// The line, from 1 on.
        line: usize,
        /// The column, from 1 on; 0 is the line break before the line.
        column: usize,
    },
    /// The body is JSON, but not an object.
    NotAnObject,
    /// The JSON is nested deeper than 128 levels.
    TooDeep,
    /// The server refused, maybe beside a token
    /// ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[non_exhaustive]
    OAuth {
        /// The error code, as the server sent it.
        error: String,
        /// The text for developers, as the server sent it. It may repeat secrets.
        description: Option<String>,
    },
    /// There is an `error` that is not a text.
    ErrorUnreadable,
    /// There is no `access_token`.
    #[non_exhaustive]
    AccessTokenAbsent {
        /// The names that are there instead, with dots where one is inside another (`data.access_token`); not all of
        /// many.
        seen: Vec<String>,
    },
    /// The `access_token` is null.
    AccessTokenNull,
    /// The `access_token` is empty.
    AccessTokenEmpty,
    /// The `access_token` is not a text.
    AccessTokenNotText,
    /// The `access_token` has a blank, a control character, or one beyond ASCII (RFC 6749, appendix A.12).
    AccessTokenCharacters,
    /// The `access_token` is there more than once.
    AccessTokenDuplicate,
    /// The `refresh_token` has bytes that are not UTF-8.
    RefreshTokenNotUtf8,
    /// The `token_type` is one that this crate cannot use, such as `mac`.
    TokenTypeUnusable,
    /// The `token_type` is not a text.
    TokenTypeNotText,
    /// The token is usable, but not to the letter of the RFC; only
    /// [`Token::strict`](crate::Token::strict) says so.
    Deviations(Vec<Deviation>),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson { line, column } => {
                return write!(f, "the answer is not JSON at line {line}, column {column}");
            }
            Self::TrailingBytes { line, column } => {
                return write!(
                    f,
                    "the answer goes on after its JSON value at line {line}, column {column}"
                );
            }
            Self::NotAnObject => "the answer is not a JSON object",
            Self::TooDeep => "the answer is nested too deep",
            Self::OAuth { error, .. } => {
                return write!(f, "the server refused: {}", Escaped(error));
            }
            Self::ErrorUnreadable => "the answer has an `error` that is not a text",
            Self::AccessTokenAbsent { seen } if seen.is_empty() => {
                "the answer has no `access_token`"
            }
            Self::AccessTokenAbsent { seen } => {
                let names = Escaped(&seen.join(", ")).to_string();
                return write!(f, "the answer has no `access_token`, only: {names}");
            }
            Self::AccessTokenNull => "the `access_token` is null",
            Self::AccessTokenEmpty => "the `access_token` is empty",
            Self::AccessTokenNotText => "the `access_token` is not a text",
            Self::AccessTokenCharacters => "the `access_token` has characters that none may have",
            Self::AccessTokenDuplicate => "the `access_token` is there more than once",
            Self::RefreshTokenNotUtf8 => "the `refresh_token` is not UTF-8",
            Self::TokenTypeUnusable => "the `token_type` is not one that can be used",
            Self::TokenTypeNotText => "the `token_type` is not a text",
            Self::Deviations(deviations) => {
                return deviation::write_list(f, deviations);
            }
        })
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenError({self})")
    }
}

impl Error for TokenError {}

impl TokenError {
    /// Changes every text that the server sent.
    pub(crate) fn map(self, change: impl Fn(String) -> String) -> Self {
        match self {
            Self::OAuth { error, description } => {
                Self::OAuth { error: change(error), description: description.map(change) }
            }
            Self::AccessTokenAbsent { seen } => {
                Self::AccessTokenAbsent { seen: seen.into_iter().map(change).collect() }
            }
            other => other,
        }
    }
}
