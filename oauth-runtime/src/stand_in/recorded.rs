//! A call that the stand-in has taken.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::description::{Endpoint, ParameterInfo};
use crate::secret::SecretString;
use crate::secret::redact::REDACTED;
use crate::stand_in::apart::{Authorization, Sent};
use crate::stand_in::refusal::shown;
use crate::stand_in::values::{Values, text};

/// A call that the stand-in has taken, read by the wire names of its parameters.
///
/// `Debug` shows no secret.
#[derive(Clone)]
pub struct RecordedCall {
    values: Arc<Values>,
    headers: Arc<HeaderMap>,
}

impl RecordedCall {
    pub(crate) fn new(values: Arc<Values>, headers: HeaderMap) -> Self {
        Self { values, headers: Arc::new(headers) }
    }

    pub(crate) fn values(&self) -> &Values {
        &self.values
    }

    /// Returns the endpoint that was called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.values.endpoint
    }

    /// Tells whether a parameter was sent.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some()
    }

    /// Returns what was sent for a parameter that is no secret. Numbers and truth values of JSON are their text.
    ///
    /// # Panics
    ///
    /// Where it was not sent, is a list or an object, or is a secret: [`secret`](Self::secret) shows those.
    #[must_use]
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        assert!(
            !self.has(name) || !self.is_secret(name),
            "`{}: {name}` is a secret: read it with `.secret({name:?})`",
            self.name()
        );
        self.sent(name)
    }

    /// Returns what was sent for a secret parameter, or for any other.
    ///
    /// # Panics
    ///
    /// Where it was not sent, is a list or an object.
    #[must_use]
    #[track_caller]
    pub fn secret(&self, name: &str) -> SecretString {
        self.sent(name).into()
    }

    /// Returns what was sent for a parameter as JSON; a text is a JSON string. Secrets are in it.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<Value> {
        Some(match self.values.get(name)? {
            Sent::Text(text) => Value::String(text.expose_secret().to_owned()),
            Sent::Json(value) => value.clone(),
        })
    }

    /// Returns a header of the request, by its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "a test that expects what was not sent has failed")]
    fn sent(&self, name: &str) -> String {
        match self.values.get(name) {
            None => {
                let names = self.values.parameters().map(|(it, _)| format!("`{}`", it.name()));
                let names: Vec<_> = names.collect();
                panic!("`{}: {name}` was not sent; there were {}", self.name(), names.join(", "));
            }
            Some(sent) => text(sent).unwrap_or_else(|| {
                panic!("`{}: {name}` is no text: read it with `.json({name:?})`", self.name())
            }),
        }
    }

    fn is_secret(&self, name: &str) -> bool {
        let endpoint = self.values.endpoint;
        // What is not declared may be anything, but for what names the client.
        endpoint.parameter(name).map_or(name != "client_id", ParameterInfo::is_secret)
    }

    fn name(&self) -> &'static str {
        self.values.endpoint.name()
    }
}

impl fmt::Debug for RecordedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut call = f.debug_struct(self.name());
        for (parameter, sent) in self.values.parameters() {
            if parameter.is_secret() {
                call.field(parameter.name(), &format_args!("{REDACTED}"));
                continue;
            }
            match sent {
                Sent::Text(text) => call.field(parameter.name(), &text.expose_secret()),
                Sent::Json(_) => call.field(parameter.name(), &format_args!("{{..}}")),
            };
        }
        for (name, _) in &self.values.others {
            call.field(shown(name), &format_args!("{REDACTED}"));
        }
        match &self.values.authorization {
            Authorization::None | Authorization::Other => {}
            Authorization::Basic { username, .. } => {
                call.field("authorization", &format_args!("Basic {username:?} {REDACTED}"));
            }
            Authorization::Prefixed(scheme) => {
                call.field("authorization", &format_args!("{} {REDACTED}", shown(scheme)));
            }
            Authorization::Bearer(_) => {
                call.field("authorization", &format_args!("Bearer {REDACTED}"));
            }
        }
        call.finish_non_exhaustive()
    }
}
