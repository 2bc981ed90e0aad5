//! The refusal of an authorization server, as a callback tells it.

use std::error::Error;
use std::fmt;

use crate::oauth::callback::parameters::CallbackParameters;
use crate::secret::escape::Escaped;

crate::open_enum! {
    /// Why an authorization server refused.
    ///
    /// [RFC 6749, section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
    ///
    /// ```
    /// use oauth_runtime::authorization::AuthorizationErrorCode;
    ///
    /// assert_eq!(AuthorizationErrorCode::from("access_denied"), AuthorizationErrorCode::AccessDenied);
    /// assert_eq!(AuthorizationErrorCode::from("login_required").as_str(), "login_required");
    /// ```
    pub enum AuthorizationErrorCode {
        /// The request lacks a parameter, has one twice, or has an invalid one.
        InvalidRequest = "invalid_request",
        /// The client may not ask for a code in this way.
        UnauthorizedClient = "unauthorized_client",
        /// The user or the server said no.
        AccessDenied = "access_denied",
        /// The server does not give codes in this way.
        UnsupportedResponseType = "unsupported_response_type",
        /// The scope is invalid, unknown or malformed.
        InvalidScope = "invalid_scope",
        /// The server met something unexpected.
        ServerError = "server_error",
        /// The server is overloaded or under maintenance.
        TemporarilyUnavailable = "temporarily_unavailable",
    }
}

/// The refusal of an authorization server.
///
/// [RFC 6749, section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
///
/// The texts are the server's, only that `state` and `code` are taken out where they repeat them: escape them before showing them
/// anywhere but in a `{}` or `{:?}` of this type.
///
/// ```
/// use oauth_runtime::{authorization::CallbackError, Callback, State};
///
/// let state = State::from_string("xyz");
/// let callback = "?error=access_denied&error_description=The+user+said+no&state=xyz";
/// let Err(CallbackError::Denied(error)) = Callback::new(&state).code(callback) else { panic!() };
/// assert_eq!(error.error_description(), Some("The user said no"));
/// assert_eq!(error.to_string(), "access_denied: The user said no");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationError {
    pub(super) error: AuthorizationErrorCode,
    pub(super) error_description: Option<String>,
    pub(super) error_uri: Option<String>,
    pub(super) others: CallbackParameters,
}

impl AuthorizationError {
    /// Returns the error code.
    #[must_use]
    pub fn error(&self) -> &AuthorizationErrorCode {
        &self.error
    }

    /// Returns the text for developers.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.error_description.as_deref()
    }

    /// Returns the address of a page about the error.
    #[must_use]
    pub fn error_uri(&self) -> Option<&str> {
        self.error_uri.as_deref()
    }

    /// Returns the first value of another parameter, such as `error_reason`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.others.get(name)
    }

    /// Returns the other parameters, in their order. The values of secrets are taken out.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.others.iter()
    }
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)?;
        match &self.error_description {
            Some(description) => write!(f, ": {}", Escaped(description)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationError")
            .field("error", &self.error)
            .field("error_description", &self.error_description.as_deref().map(Escaped))
            .field("error_uri", &self.error_uri.as_deref().map(Escaped))
            .field("others", &self.others)
            .finish()
    }
}

impl Error for AuthorizationError {}
