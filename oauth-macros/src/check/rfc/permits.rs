//! What the `allow(…)` of an endpoint permits, and whether anything asked for it.

use std::cell::RefCell;

use proc_macro2::Ident;

use crate::check::words::known_once;
use crate::errors::Errors;
use crate::parse::Endpoint;
use crate::{keys, model};

/// The permissions of one endpoint.
pub(in crate::check) struct Permits<'a> {
    endpoint: &'a Endpoint,
    asked_for: RefCell<Vec<bool>>,
}

impl<'a> Permits<'a> {
    pub(in crate::check) fn of(endpoint: &'a Endpoint) -> Self {
        Self { endpoint, asked_for: RefCell::new(vec![false; endpoint.allow.len()]) }
    }

    /// Tells whether breaking a rule is permitted; it was asked for then.
    pub(super) fn permit(&self, rule: &str) -> bool {
        let place = self.endpoint.allow.iter().position(|word| word == rule);
        let mut asked_for = self.asked_for.borrow_mut();
        if let Some(asked_for) = place.and_then(|place| asked_for.get_mut(place)) {
            *asked_for = true;
        }
        place.is_some()
    }

    /// Each word is a rule, and stands there once.
    pub(super) fn are_known(&self, errors: &Errors) {
        known_once(&self.endpoint.allow, keys::ALLOW, ("rule", "allowed"), errors);
    }

    /// Warns of permissions that nothing asked for: they would hide the next mistake.
    pub(in crate::check) fn are_needed(&self, errors: &Errors) {
        let asked_for = self.asked_for.borrow();
        let needless = |(word, asked_for): (&'a Ident, &bool)| (!asked_for).then_some(word);
        for word in self.endpoint.allow.iter().zip(asked_for.iter()).filter_map(needless) {
            errors.warn(
                word,
                format_args!(
                    "it permits nothing: `{}` breaks no such rule",
                    model::plain(&self.endpoint.ident)
                ),
                format_args!("remove `{word}` from `allow(…)`"),
            );
        }
    }
}
