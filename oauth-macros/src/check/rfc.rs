//! Rules of the RFCs, each with the word for `allow(…)` where vendors really break it.

mod authorization;
mod clients;
mod grants;
mod permits;
mod requests;
mod secrets;

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

pub(super) use self::authorization::{challenge_has_its_verifier, public_clients_have_a_challenge};
pub(super) use self::permits::Permits;
use crate::errors::Errors;
use crate::model;
use crate::parse::{self, Endpoint};

/// Checks an endpoint against the RFCs.
pub(super) fn lints(
    written: &Endpoint,
    endpoint: &model::Endpoint,
    permits: &Permits<'_>,
    errors: &Errors,
) {
    permits.are_known(errors);
    let rules = Rules { written, endpoint, permits, errors };
    rules.secrets();
    rules.clients();
    rules.requests();
    rules.grants();
    rules.authorization_requests();
}

/// One endpoint, its permissions, and questions that more than one rule asks.
struct Rules<'a> {
    written: &'a Endpoint,
    endpoint: &'a model::Endpoint,
    permits: &'a Permits<'a>,
    errors: &'a Errors,
}

impl<'a> Rules<'a> {
    /// Reports on these tokens what breaks a rule, unless the endpoint permits it.
    fn broken_on(
        &self,
        rule: &str,
        tokens: impl ToTokens,
        wrong: impl Display,
        help: impl Display,
    ) {
        if !self.permits.permit(rule) {
            self.errors.on(tokens, wrong, or_allow(help, rule));
        }
    }

    /// Reports at a span what breaks a rule, unless the endpoint permits it.
    fn broken_at(&self, rule: &str, span: Span, wrong: impl Display, help: impl Display) {
        if !self.permits.permit(rule) {
            self.errors.at(span, wrong, or_allow(help, rule));
        }
    }

    fn name(&self) -> String {
        model::plain(&self.written.ident)
    }

    fn parameters(&self) -> impl Iterator<Item = (&'a parse::Parameter, &'a model::Parameter)> {
        self.written.parameters.iter().zip(&self.endpoint.parameters)
    }

    /// The parameter of this name, on the wire or in the declaration: vendors spell names in their own way.
    fn parameter(&self, name: &str) -> Option<(&'a parse::Parameter, &'a model::Parameter)> {
        self.parameters()
            .find(|(_, parameter)| parameter.wire == name)
            .or_else(|| self.parameters().find(|(_, parameter)| parameter.name == name))
    }

    fn has(&self, name: &str) -> bool {
        self.parameter(name).is_some()
    }

    fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// What is always or usually sent as this parameter, and where that is written.
    fn said(&self, name: &str) -> Option<(String, Span)> {
        let (written, _) = self.parameter(name)?;
        let default = written.defaults.first()?;
        Some((default.value.text()?, default.value.span()))
    }

    /// The last part of the path.
    fn last_segment(&self) -> &'a str {
        self.endpoint.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }

    /// Whether the last part of the path is one of these words, or begins or ends with it.
    fn path_ends_in(&self, words: &[&str]) -> bool {
        let last = self.last_segment();
        words.iter().any(|word| last.starts_with(word) || last.ends_with(word))
    }

    /// Whether the client says who it is, in a header or in the body.
    fn client_is_authenticated(&self) -> bool {
        !self.endpoint.auth.is_none() || self.has_any(&["client_secret", "client_assertion"])
    }

    /// Whether a call may say nothing of the client but its `client_id`.
    fn client_may_be_public(&self) -> bool {
        self.endpoint.auth.0.iter().any(Vec::is_empty)
            && !self.has_any(&["client_secret", "client_assertion"])
    }
}

/// A help, and the way to say that the vendor breaks the rule.
fn or_allow(help: impl Display, rule: &str) -> String {
    format!("{help}, or allow it with `allow({rule})`")
}
