//! The parameters of one request, each with its one value, and who sent it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::description::{Endpoint, ParameterInfo, Role, is_word};
use crate::secret::SecretString;
use crate::stand_in::apart::{Authorization, Sent};

/// The values of a request that keeps to the declaration.
pub(crate) struct Values {
    pub(crate) endpoint: &'static Endpoint,
    /// One for each declared parameter, in the order of the declaration.
    pub(crate) given: Vec<Option<Sent>>,
    /// What is not declared, where that is let through.
    pub(crate) others: Vec<(String, Sent)>,
    pub(crate) authorization: Authorization,
}

impl Values {
    /// What came for the parameter of this wire name, or under this name without being declared.
    pub(crate) fn get(&self, name: &str) -> Option<&Sent> {
        let mut all = self.endpoint.parameters().iter().zip(&self.given);
        match all.find(|(parameter, _)| parameter.name() == name) {
            Some((_, given)) => given.as_ref(),
            None => self.others.iter().find(|(other, _)| other == name).map(|(_, value)| value),
        }
    }

    /// The text of the first parameter of a role, by either of its names.
    pub(crate) fn of_role(&self, is_it: impl Fn(Role) -> bool) -> Option<String> {
        let (_, given) = self.parameters().find(|(it, _)| it.role().is_some_and(&is_it))?;
        text(given)
    }

    /// The text of the parameter that is called like this in Rust or on the wire, in whatever case style.
    pub(crate) fn word(&self, word: &str) -> Option<String> {
        let is_it = |it: &ParameterInfo| is_word(it.name(), word) || is_word(it.rust_name(), word);
        let declared = self.parameters().find(|(parameter, _)| is_it(parameter));
        let other = || self.others.iter().find(|(name, _)| is_word(name, word));
        declared.map(|(_, sent)| sent).or_else(|| other().map(|(_, sent)| sent)).and_then(text)
    }

    /// Everything that was sent, for a server that repeats it.
    pub(crate) fn all(&self) -> String {
        let texts = self.parameters().filter_map(|(_, sent)| text(sent));
        let others = self.others.iter().filter_map(|(_, sent)| text(sent));
        let mut all: Vec<String> = texts.chain(others).collect();
        match &self.authorization {
            Authorization::Basic { username, password } => {
                let password = password.expose_secret();
                all.push(password.to_owned());
                all.push(STANDARD.encode(format!("{username}:{password}")));
            }
            Authorization::Bearer(token) => all.push(token.expose_secret().to_owned()),
            Authorization::None | Authorization::Prefixed(_) | Authorization::Other => {}
        }
        all.join(" ")
    }

    /// The declared parameters that came.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'static ParameterInfo, &Sent)> {
        let all = self.endpoint.parameters().iter().zip(&self.given);
        all.filter_map(|(parameter, given)| Some((parameter, given.as_ref()?)))
    }

    /// The client that the request is of: by its parameter, or else by its credentials. Those may be a user's.
    pub(crate) fn client_id(&self) -> Option<String> {
        self.word("clientid").or_else(|| match &self.authorization {
            Authorization::Basic { username, .. } => Some(username.clone()),
            _ => None,
        })
    }

    /// The secret with which the client proves who it is.
    pub(crate) fn client_secret(&self) -> Option<SecretString> {
        let given = self.word("clientsecret").map(SecretString::from);
        given.or_else(|| match &self.authorization {
            Authorization::Basic { password, .. } => Some(password.clone()),
            _ => None,
        })
    }
}

/// The text of a value; nothing where it is a list or an object.
pub(crate) fn text(sent: &Sent) -> Option<String> {
    match sent {
        Sent::Text(text) => Some(text.expose_secret().to_owned()),
        Sent::Json(Value::String(text)) => Some(text.clone()),
        Sent::Json(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        Sent::Json(_) => None,
    }
}
