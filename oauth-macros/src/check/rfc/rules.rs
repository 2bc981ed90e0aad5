//! An endpoint as the rules of the RFCs see it, with questions that more than one of them asks.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

use crate::check::context::Check;
use crate::check::permits::Permits;
use crate::errors::Errors;
use crate::keys::Rule;
use crate::model::{self, Scheme};
use crate::name::plain;
use crate::parse::{DeclaredEndpoint, DeclaredParameter};

/// One endpoint, its permissions, and questions that more than one rule asks.
pub(super) struct Rules<'a> {
    pub(super) written: &'a DeclaredEndpoint,
    pub(super) endpoint: &'a model::Endpoint,
    permits: &'a Permits<'a>,
    pub(super) errors: &'a Errors,
}

impl<'a> Rules<'a> {
    pub(super) const fn of(check: &Check<'a>, endpoint: &'a model::Endpoint) -> Self {
        let Check { written, permits, errors, .. } = *check;
        Self { written, endpoint, permits, errors }
    }

    /// Reports on these tokens what breaks a rule, unless the endpoint permits it.
    pub(super) fn broken_on(
        &self,
        rule: Rule,
        tokens: impl ToTokens,
        wrong: impl Display,
        help: impl Display,
    ) {
        if !self.permits.permit(rule) {
            self.errors.on(tokens, wrong, or_allow(help, rule));
        }
    }

    /// Reports at a span what breaks a rule, unless the endpoint permits it.
    pub(super) fn broken_at(
        &self,
        rule: Rule,
        span: Span,
        wrong: impl Display,
        help: impl Display,
    ) {
        if !self.permits.permit(rule) {
            self.errors.at(span, wrong, or_allow(help, rule));
        }
    }

    pub(super) fn name(&self) -> String {
        plain(&self.written.ident)
    }

    pub(super) fn parameters(
        &self,
    ) -> impl Iterator<Item = (&'a DeclaredParameter, &'a model::Parameter)> {
        self.written.parameters.iter().zip(&self.endpoint.parameters)
    }

    /// The parameter of this name, on the wire or in the declaration: vendors spell names in their own way.
    pub(super) fn parameter(
        &self,
        name: &str,
    ) -> Option<(&'a DeclaredParameter, &'a model::Parameter)> {
        self.parameters()
            .find(|(_, parameter)| parameter.wire == name)
            .or_else(|| self.parameters().find(|(_, parameter)| parameter.is(name)))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.parameter(name).is_some()
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// What is always or usually sent as this parameter, and where that is written.
    pub(super) fn said(&self, name: &str) -> Option<(String, Span)> {
        let (written, _) = self.parameter(name)?;
        let default = written.defaults.first()?;
        Some((default.value.text()?, default.value.span()))
    }

    /// Whether it is known to be this endpoint by the word in place of its path.
    pub(super) fn is(&self, word: &str) -> bool {
        self.endpoint.word() == Some(word)
    }

    /// The last part of the path, or what the word in its place says.
    pub(super) fn last_segment(&self) -> &'a str {
        if let Some(word) = self.endpoint.word() {
            return word.strip_suffix("_endpoint").unwrap_or(word);
        }
        self.endpoint.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }

    /// Whether the last part of the path is one of these words, or begins or ends with it.
    pub(super) fn path_ends_in(&self, words: &[&str]) -> bool {
        let last = self.last_segment();
        words.iter().any(|word| last.starts_with(word) || last.ends_with(word))
    }

    /// Whether it tells about a token.
    pub(super) fn is_introspection(&self) -> bool {
        self.is("introspection_endpoint")
            || self.has("token") && self.path_ends_in(&["introspect", "introspection"])
    }

    /// Whether it takes authorization codes for tokens.
    pub(super) fn trades_a_code(&self) -> bool {
        self.has("grant_type") && self.has("code")
    }

    /// Whether an authorization request is sent here, in place of a browser's.
    pub(super) fn is_pushed_authorization(&self) -> bool {
        if self.is("pushed_authorization_request_endpoint") {
            return !self.endpoint.is_browser();
        }
        let is_named = matches!(self.last_segment(), "par" | "pushed_authorization_request");
        is_named && !self.endpoint.is_browser() && self.has_any(&["response_type", "request"])
    }

    /// Whether it takes authorization requests: from a browser, or in place of one.
    pub(super) fn is_authorization_request(&self) -> bool {
        self.endpoint.is_browser() || self.is_pushed_authorization()
    }

    /// Whether the client proves who it is, in a header or in the body.
    pub(super) fn client_is_authenticated(&self) -> bool {
        !self.endpoint.auth.proves_nothing() || self.has_any(&["client_secret", "client_assertion"])
    }

    /// Whether a call may say nothing of the client but its `client_id`.
    pub(super) fn client_may_be_public(&self) -> bool {
        self.endpoint.auth.iter().any(|schemes| schemes == [Scheme::ClientId])
            || self.client_may_be_unnamed()
    }

    /// Whether a call may say nothing of the client, unless a parameter does.
    pub(super) fn client_may_be_unnamed(&self) -> bool {
        self.endpoint.auth.iter().any(<[_]>::is_empty)
            && !self.has_any(&["client_secret", "client_assertion"])
    }

    /// Whether `client_id` is sent: as a parameter, or because `auth` says so.
    pub(super) fn can_name_the_client(&self) -> bool {
        self.has("client_id") || self.endpoint.auth.always_sends_client_id()
    }
}

/// A help, and the way to say that the vendor breaks the rule.
fn or_allow(help: impl Display, rule: Rule) -> String {
    format!("{help}, or allow it with `allow({})`", rule.name())
}
