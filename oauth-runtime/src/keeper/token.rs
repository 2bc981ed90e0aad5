//! The access token that a keeper hands out.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderValue;
use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};

use crate::encode::header::sensitive;
use crate::keeper::clock::system_time;
use crate::keeper::record::Tokens;
use crate::oauth::scope::Scopes;
use crate::oauth::token::kind::TokenType;

/// An access token, as a keeper hands it out. Cheap to clone.
///
/// ```
/// use oauth_runtime::{ExposeSecret, keeper::AccessToken};
///
/// fn use_it(token: &AccessToken) -> &str {
///     token.expose_secret()
/// }
/// ```
#[derive(Clone)]
pub struct AccessToken(Arc<Held>);

struct Held {
    tokens: Tokens,
    authorization: Option<HeaderValue>,
}

impl AccessToken {
    pub(super) fn new(tokens: Tokens) -> Self {
        let token = tokens.access_token.expose_secret();
        let text = Zeroizing::new(["Bearer ", token].concat().into_bytes());
        let authorization = sensitive(text.to_vec()).ok();
        Self(Arc::new(Held { tokens, authorization }))
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    /// Returns the value of `Authorization` with this token, marked sensitive
    /// ([RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)); nothing where no header can carry it.
    #[must_use]
    pub fn authorization(&self) -> Option<HeaderValue> {
        self.0.authorization.clone()
    }

    /// Returns the moment at which it expires, where this is known, by the clock of the server.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.tokens.expires_at.map(system_time)
    }

    /// Returns how it is used, in the server's word.
    #[must_use]
    pub fn token_type(&self) -> TokenType {
        TokenType::from(self.0.tokens.token_type.as_str())
    }

    /// Returns its scope, where the server said it.
    #[must_use]
    pub fn scopes(&self) -> Option<Scopes> {
        self.0.tokens.scope.as_deref().map(Scopes::from)
    }

    /// Returns what else came with it, such as an `id_token`. It may be secret.
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        &self.0.tokens.extra
    }
}

impl ExposeSecret<str> for AccessToken {
    fn expose_secret(&self) -> &str {
        self.0.tokens.access_token.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
