//! Why a callback gave no code.

use std::error::Error;
use std::fmt;

use crate::oauth::callback::parameters::CallbackParameters;
use crate::oauth::callback::refusal::AuthorizationError;
use crate::secret::escape::Escaped;

/// Why a callback gave no code.
///
/// ```
/// use oauth_runtime::{authorization::{AuthorizationErrorCode, CallbackError}, Callback, State};
///
/// let state = State::from_string("xyz");
/// match Callback::new(&state).code("?error=access_denied&state=xyz") {
///     Err(CallbackError::Denied(error)) if *error.error() == AuthorizationErrorCode::AccessDenied => {
///         // the user said no
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// It is longer than 64 KiB.
    TooLong,
    /// It is neither a URL, nor a path with a query, nor a query.
    NotAUrl,
    /// The `redirect_uri` to compare it with is not a URL; this is the caller's to mend.
    RedirectUriUnreadable,
    /// Its scheme, host, port or path is not that of the `redirect_uri`, or its query lacks what that of the `redirect_uri`
    /// has.
    OtherPath,
    /// It has no `state`, or an empty one.
    StateMissing,
    /// Its `state` is not the one that was sent: it answers some other request, or none.
    StateWrong,
    /// It has this parameter more than once.
    Repeated(&'static str),
    /// It has no `iss` although the server always sends one.
    IssuerMissing,
    /// Its `iss` is not the issuer expected: another server answered (mix-up), or there was none to expect.
    IssuerWrong,
    /// It has both a `code` and an `error`.
    CodeAndError(AuthorizationError),
    /// It has neither a `code` nor an `error`, only these: some servers refuse in words of their own.
    CodeMissing(CallbackParameters),
    /// Its `code` has characters that no code has (RFC 6749, appendix A.11).
    CodeUnreadable,
    /// The authorization server refused.
    Denied(AuthorizationError),
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::TooLong => "the callback is longer than 64 KiB",
            Self::NotAUrl => "the callback is not a URL",
            Self::RedirectUriUnreadable => {
                "the `redirect_uri` to compare the callback with is not a URL"
            }
            Self::OtherPath => "the callback is not at the `redirect_uri`",
            Self::StateMissing => "the callback has no `state`",
            Self::StateWrong => "the `state` of the callback is not the one that was sent",
            Self::Repeated(name) => return write!(f, "the callback has `{name}` more than once"),
            Self::IssuerMissing => "the callback has no `iss`",
            Self::IssuerWrong => "the `iss` of the callback is not the issuer expected",
            Self::CodeAndError(_) => "the callback has both a `code` and an `error`",
            Self::CodeMissing(parameters) => {
                f.write_str("the callback has neither a `code` nor an `error`")?;
                if parameters.is_empty() {
                    return Ok(());
                }
                let names: Vec<_> = parameters.iter().map(|(name, _)| name).collect();
                return write!(f, ", only: {}", Escaped(&names.join(", ")));
            }
            Self::CodeUnreadable => "the `code` of the callback has characters that no code has",
            Self::Denied(error) => return write!(f, "the authorization server refused: {error}"),
        };
        f.write_str(text)
    }
}

impl Error for CallbackError {}
