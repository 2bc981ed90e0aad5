//! Members that the RFC does not know, kept as they came and read when asked for.

use std::sync::OnceLock;

use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};

use crate::oauth::lenient::value::LenientValue;
use crate::oauth::token::names::for_each_member;

/// How many names are shown at most.
const MOST_SHOWN: usize = 64;

/// Members as one JSON object, which is wiped when it is dropped: they may be secrets.
#[derive(Clone, Default)]
pub(crate) struct Extra {
    /// Empty where there are none.
    json: Zeroizing<String>,
    members: OnceLock<Map<String, Value>>,
}

impl Extra {
    /// Adds a member; of several with one name the last counts.
    pub(crate) fn push(&mut self, name: &str, value: &LenientValue<'_>) {
        let name = LenientValue::string(name);
        // All at once: a text that grows by its last brace would be twice as large as it has to be.
        self.json.reserve(name.json().len() + value.json().len() + 3);
        let is_first = self.json.pop().is_none();
        self.json.push(if is_first { '{' } else { ',' });
        self.json.push_str(name.json());
        self.json.push(':');
        self.json.push_str(value.json());
        self.json.push('}');
    }

    /// The members as JSON.
    pub(crate) fn json(&self) -> &str {
        if self.json.is_empty() { "{}" } else { &self.json }
    }

    /// Gives the members as JSON.
    pub(crate) fn into_json(mut self) -> Zeroizing<String> {
        if self.json.is_empty() {
            self.json.push_str("{}");
        }
        self.json
    }

    /// The members, read the first time that somebody asks. One that nothing can hold is there as its text.
    pub(crate) fn members(&self) -> &Map<String, Value> {
        self.members.get_or_init(|| {
            let mut members = Map::new();
            for_each_member(self.json(), |name, value| {
                members.insert(name.to_owned(), value.to_value());
            });
            members
        })
    }

    /// The names of the members, each once; not all of many.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for_each_member(self.json(), |name, _| {
            if names.len() < MOST_SHOWN && !names.iter().any(|own| own == name) {
                names.push(name.to_owned());
            }
        });
        names
    }
}
