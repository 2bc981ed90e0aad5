//! The authorization server: what it was told, and what it knows.

use std::time::SystemTime;

use bytes::Bytes;
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq as _;

use crate::description::{Endpoint, Refusal};
use crate::secret::{ExposeSecret, SecretString};
use crate::stand_in::oauth::alarm::Alarm;
use crate::stand_in::oauth::settings::OAuth;
use crate::stand_in::oauth::store::Store;
use crate::stand_in::refusal::{json_response, oauth_error};
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
    /// How the vendor says so, if in its own way.
    shape: Option<&'static Refusal>,
}

impl No {
    pub(super) const fn new(code: &'static str, told: &'static str) -> Self {
        Self { code, told, shape: None }
    }

    /// The same in the vendor's word for a code or refresh token that is used up.
    pub(super) fn of(self, endpoint: &'static Endpoint, deviates: bool) -> Self {
        if !deviates {
            return self;
        }
        let spent = endpoint.token().and_then(|token| token.spent().first().copied());
        let spent = spent.filter(|_| self.code == "invalid_grant");
        Self { code: spent.unwrap_or(self.code), shape: endpoint.refusal(), ..self }
    }

    pub(crate) fn response(&self) -> http::Response<Bytes> {
        if let Some(shape) = self.shape {
            let mut body = Map::new();
            put(&mut body, shape.member(), self.code.into());
            put(&mut body, shape.code(), self.code.into());
            put(&mut body, shape.description(), self.told.into());
            return json_response(StatusCode::BAD_REQUEST, &Value::Object(body));
        }
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

/// Puts a value at the end of a way of names.
pub(super) fn put(body: &mut Map<String, Value>, place: &[&str], value: Value) {
    match place {
        [] => {}
        [name] => drop(body.insert((*name).to_owned(), value)),
        [name, rest @ ..] => {
            let inner = body.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
