//! The authorization server: what it was told, and what it knows.

use std::time::SystemTime;

use bytes::Bytes;
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use subtle::ConstantTimeEq as _;

use crate::secret::{ExposeSecret, SecretString};
use crate::stand_in::oauth::alarm::Alarm;
use crate::stand_in::oauth::settings::OAuth;
use crate::stand_in::oauth::store::Store;
use crate::stand_in::refusal::oauth_error;
use crate::stand_in::values::Values;

/// An authorization server: what it was told, and what it knows.
pub(crate) struct Server {
    pub(super) settings: OAuth,
    pub(super) store: Store,
    pub(crate) alarms: Vec<Alarm>,
}

/// Why the server says no: the code of RFC 6749, section 5.2, and a text.
pub(crate) struct No {
    code: &'static str,
    told: &'static str,
}

impl No {
    pub(super) const fn new(code: &'static str, told: &'static str) -> Self {
        Self { code, told }
    }

    pub(crate) fn response(&self) -> http::Response<Bytes> {
        if self.code != "invalid_client" {
            return oauth_error(StatusCode::BAD_REQUEST, self.code, self.told);
        }
        let mut response = oauth_error(StatusCode::UNAUTHORIZED, self.code, self.told);
        let challenge = http::HeaderValue::from_static("Basic realm=\"stand-in\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        response
    }

    pub(crate) const fn told(&self) -> &'static str {
        self.told
    }
}

impl Server {
    pub(crate) fn new(settings: OAuth) -> Self {
        Self { settings, store: Store::default(), alarms: Vec::new() }
    }

    /// Tells whether a token is good: an access token or a refresh token.
    pub(crate) fn is_good(&self, token: &str, now: SystemTime) -> bool {
        self.store.is_good(token, now)
    }

    /// The first client that is registered, with its secret.
    pub(crate) fn first_client(&self) -> Option<(String, SecretString)> {
        let (client_id, secret) = self.settings.clients.iter().next()?;
        Some((client_id.clone(), secret.clone().unwrap_or_else(|| "".into())))
    }

    /// The client of a call, if it is one that the server knows and proves who it is.
    pub(super) fn client(&self, values: &Values) -> Result<String, No> {
        let client_id = values.client_id().unwrap_or_default();
        if self.settings.clients.is_empty() {
            return Ok(client_id);
        }
        let no = No::new("invalid_client", "the client is unknown, or its secret is another");
        let Some(registered) = self.settings.clients.get(&client_id) else { return Err(no) };
        let Some(secret) = registered else { return Ok(client_id) };
        let given = values.client_secret();
        let is_it = given.is_some_and(|given| {
            bool::from(given.expose_secret().as_bytes().ct_eq(secret.expose_secret().as_bytes()))
        });
        if is_it { Ok(client_id) } else { Err(no) }
    }
}
