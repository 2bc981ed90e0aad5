//! The parameters that a callback carries.

use std::borrow::Cow;
use std::fmt;

use url::form_urlencoded;

use crate::description::{CallbackNames, Role, is_word};
use crate::secret::escape::Escaped;
use crate::secret::redact::REDACTED;

/// A text shorter than this is not searched for in what the server says: it would tear ordinary words apart.
const SHORTEST_REDACTED: usize = 8;

/// Parameters that came in a callback, in their order: those of the server's own, and whatever else has no place.
///
/// `Debug` shows their names only: their values may be secrets.
///
/// ```
/// use oauth_runtime::{authorization::CallbackError, Callback, State};
///
/// let state = State::from_string("xyz");
/// match Callback::new(&state).code("?error_code=200&error_reason=user_denied&state=xyz") {
///     Err(CallbackError::CodeMissing(parameters)) => {
///         assert_eq!(parameters.get("error_reason"), Some("user_denied"));
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CallbackParameters(Vec<(String, String)>);

impl CallbackParameters {
    /// Returns the first value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Returns the parameters, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Tells whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for CallbackParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| Escaped(name))).finish()
    }
}

/// What came in a callback. Of the parameters that RFCs know, under whatever names, those without a value are left out (RFC 6749, section 3.1).
pub(super) struct Received<'t> {
    pub(super) names: CallbackNames,
    pairs: Vec<(Cow<'t, str>, Cow<'t, str>)>,
    pub(super) state_repeated: bool,
    /// The first known name that came twice, apart from `state`.
    pub(super) repeated: Option<&'static str>,
}

impl<'t> Received<'t> {
    pub(super) fn read(encoded: &'t str, names: CallbackNames) -> Self {
        let known = [
            names.state,
            names.error,
            names.error_description,
            names.error_uri,
            names.iss,
            names.scope,
        ];
        let known = || known.into_iter().chain(names.code);
        let mut found = Self { names, pairs: Vec::new(), state_repeated: false, repeated: None };
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            if let Some(known) = known().find(|known| *known == name) {
                if !seen.contains(&known) {
                    seen.push(known);
                } else if known == names.state {
                    found.state_repeated = true;
                } else {
                    found.repeated.get_or_insert(known);
                }
                if value.is_empty() {
                    continue;
                }
            }
            found.pairs.push((name, value));
        }
        found
    }

    /// Returns the value of a parameter that comes once.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_ref())
    }

    /// Returns the parameters that have no place of their own.
    pub(super) fn others(&self, placed: &[&str]) -> CallbackParameters {
        self.others_as(placed, |_, value| value.to_owned())
    }

    /// Returns the same without secrets: nobody expects them where there is no code.
    pub(super) fn harmless_others(&self, placed: &[&str]) -> CallbackParameters {
        self.others_as(placed, |name, value| {
            if is_secret(name) { REDACTED.to_owned() } else { self.harmless(value) }
        })
    }

    /// Takes the `state` and the `code` out of a text of the server, which may be shown.
    pub(super) fn harmless(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let names = [Some(self.names.state), self.names.code].into_iter().flatten();
        for secret in names.filter_map(|name| self.get(name)) {
            if secret.len() >= SHORTEST_REDACTED && text.contains(secret) {
                text = text.replace(secret, REDACTED);
            }
        }
        text
    }

    fn others_as(
        &self,
        placed: &[&str],
        shown: impl Fn(&str, &str) -> String,
    ) -> CallbackParameters {
        let others = self.pairs.iter().filter(|(name, _)| !placed.contains(&name.as_ref()));
        let others = others.map(|(name, value)| (name.clone().into_owned(), shown(name, value)));
        CallbackParameters(others.collect())
    }
}

/// Tells whether the value of a parameter of this name is a secret.
fn is_secret(name: &str) -> bool {
    let words = ["idtoken", "clientsecret", "password", "response", "session", "samlresponse"];
    matches!(Role::of(name), Some(Role::Grant(_) | Role::Token))
        || words.iter().any(|word| is_word(name, word))
}
