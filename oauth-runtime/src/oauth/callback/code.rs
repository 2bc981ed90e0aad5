//! The code of a callback that was the one expected.

use std::fmt;

use secrecy::SecretString;

use crate::oauth::callback::parameters::CallbackParameters;
use crate::oauth::scope::Scopes;
use crate::secret::escape::Escaped;

/// A code from a callback whose `state` was right, with what came beside it.
///
/// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)
///
/// ```
/// use oauth_runtime::{Callback, State};
///
/// let state = State::from_string("xyz");
/// let code = Callback::new(&state).code("?code=abc&state=xyz&scope=read+write&prompt=none")?;
/// assert!(code.scope().is_some_and(|scope| scope.contains("write")));
/// assert_eq!(code.parameter("prompt"), Some("none"));
/// let _secret = code.into_code();
/// # Ok::<(), oauth_runtime::authorization::CallbackError>(())
/// ```
#[derive(Clone)]
pub struct AuthorizationCode {
    pub(super) code: SecretString,
    pub(super) scope: Option<Scopes>,
    pub(super) iss: Option<String>,
    pub(super) others: CallbackParameters,
}

impl AuthorizationCode {
    /// Returns the authorization code, which can be exchanged once.
    #[must_use]
    pub fn code(&self) -> &SecretString {
        &self.code
    }

    /// Gives up everything for the `code`.
    #[must_use]
    pub fn into_code(self) -> SecretString {
        self.code
    }

    /// Returns the `scope` that the server says it granted, where it says so.
    #[must_use]
    pub fn scope(&self) -> Option<&Scopes> {
        self.scope.as_ref()
    }

    /// Returns the issuer that the server named in `iss`; compared only where
    /// [`Callback::issuer`](crate::Callback::issuer) was given.
    #[must_use]
    pub fn iss(&self) -> Option<&str> {
        self.iss.as_deref()
    }

    /// Returns the first value of another parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.others.get(name)
    }

    /// Returns the other parameters, in their order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.others.iter()
    }
}

impl fmt::Debug for AuthorizationCode {
    /// Shows neither the code nor the values of parameters that may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("code", &format_args!("[REDACTED]"))
            .field("scope", &self.scope)
            .field("iss", &self.iss.as_deref().map(Escaped))
            .field("others", &self.others)
            .finish()
    }
}
