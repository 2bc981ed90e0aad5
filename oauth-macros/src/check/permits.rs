//! What the `allow(…)` of an endpoint permits, and whether anything asked for it.

use std::cell::RefCell;

use proc_macro2::Ident;

use super::words::known_once;
use crate::errors::Errors;
use crate::keys::{KnownWords as _, Rule};
use crate::name::plain;
use crate::parse::DeclaredEndpoint;

/// The permissions of one endpoint.
pub(super) struct Permits<'a> {
    endpoint: &'a DeclaredEndpoint,
    asked_for: RefCell<Vec<bool>>,
}

impl<'a> Permits<'a> {
    pub(super) fn of(endpoint: &'a DeclaredEndpoint) -> Self {
        Self { endpoint, asked_for: RefCell::new(vec![false; endpoint.allow.len()]) }
    }

    /// Tells whether breaking a rule is permitted, without asking for it.
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.place(rule).is_some()
    }

    /// Tells whether breaking a rule is permitted; it was asked for then.
    pub(super) fn permit(&self, rule: Rule) -> bool {
        let place = self.place(rule);
        let mut asked_for = self.asked_for.borrow_mut();
        if let Some(asked_for) = place.and_then(|place| asked_for.get_mut(place)) {
            *asked_for = true;
        }
        place.is_some()
    }

    fn place(&self, rule: Rule) -> Option<usize> {
        self.endpoint.allow.iter().position(|word| word == rule.name())
    }

    /// Each word is a rule, and stands there once.
    pub(super) fn are_known(&self, errors: &Errors) {
        known_once(&self.endpoint.allow, Rule::NAMES, ("rule", "allowed"), errors);
    }

    /// Warns of permissions that nothing asked for: they would hide the next mistake.
    pub(super) fn are_needed(&self, errors: &Errors) {
        let asked_for = self.asked_for.borrow();
        let needless = |(word, asked_for): (&'a Ident, &bool)| (!asked_for).then_some(word);
        for word in self.endpoint.allow.iter().zip(asked_for.iter()).filter_map(needless) {
            errors.warn(
                word,
                format_args!(
                    "it permits nothing: `{}` breaks no such rule",
                    plain(&self.endpoint.ident)
                ),
                format_args!("remove `{word}` from `allow(…)`"),
            );
        }
    }
}
