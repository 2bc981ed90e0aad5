//! Grants: safe ones, by their names, with what they require.

use proc_macro2::{Ident, Span};

use super::clients::misspelt;
use super::rules::Rules;
use crate::check::grant::find_meant;
use crate::keys::Rule;
use crate::model::Need;
use crate::name::plain;
use crate::parse::DeclaredGrant;
use crate::suggest;

/// The grants of RFC 6749.
const GRANTS: &[&str] = &["authorization_code", "client_credentials", "refresh_token", "password"];

/// Grants that other specifications name by a URI.
const URIS: &[&str] = &[
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:pre-authorized_code",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:ietf:params:oauth:grant-type:uma-ticket",
];

/// A grant that calls ask for: declared with its parameters, or written down as the only one.
pub(super) struct Asked<'a> {
    pub(super) named: String,
    pub(super) span: Span,
    declared: Option<&'a DeclaredGrant>,
}

impl<'a> Rules<'a> {
    pub(super) fn grants(&self) {
        for asked in self.asked_grants() {
            match asked.named.as_str() {
                "password" => self.broken_at(
                    Rule::PasswordGrant,
                    asked.span,
                    "the password grant must not be used (RFC 9700, section 2.4)",
                    "remove it",
                ),
                "implicit" | "token" => self.errors.at(
                    asked.span,
                    "the implicit grant has no token request (RFC 6749, section 4.2) and should not be used (RFC 9700, section 2.1.2)",
                    "remove it, and use `authorization_code` with PKCE",
                ),
                other => {
                    let is_named = GRANTS.contains(&other) || other.contains(':');
                    if !is_named || misspelt(other, URIS).is_some() {
                        self.unknown_grant(&asked);
                    }
                }
            }
            self.grant_is_complete(&asked);
        }
        self.actor_has_its_type();
    }

    /// The grants of this endpoint: those declared, or else the one that is written as `grant_type`.
    pub(super) fn asked_grants(&self) -> impl Iterator<Item = Asked<'a>> {
        let grants = &self.written.grants;
        let declared = grants.iter().map(|grant| Asked {
            named: grant.named.clone(),
            span: grant.span,
            declared: Some(grant),
        });
        let written = self.said("grant_type").filter(|_| grants.is_empty());
        let written = written.map(|(named, span)| Asked { named, span, declared: None });
        declared.chain(written)
    }

    fn unknown_grant(&self, asked: &Asked<'_>) {
        let named = &asked.named;
        let (wrong, near) = if named.contains(':') {
            let wrong = format!("`{named}` is no grant that is registered (RFC 6749, section 4.5)");
            (wrong, misspelt(named, URIS))
        } else {
            let wrong = format!(
                "`{named}` is no grant of RFC 6749, and others are named by a URI (section 4.5)"
            );
            (wrong, suggest::nearest(named, GRANTS))
        };
        let help = match near {
            Some(near) if near.contains(':') || asked.declared.is_none() => {
                format!("write `\"{near}\"`")
            }
            Some(near) => format!("write `{near}`"),
            None if asked.declared.is_some() => {
                "write the URI of the grant, as `#[grant(\"urn:…\" as name)]`".to_owned()
            }
            None => "write the URI of the grant".to_owned(),
        };
        self.broken_at(Rule::VendorGrant, asked.span, wrong, help);
    }

    fn grant_is_complete(&self, asked: &Asked<'_>) {
        if self.written.broken || asked.declared.is_some_and(|grant| !grant.is_whole) {
            return;
        }
        let named = &asked.named;
        let (needs, section): (&[&str], &str) = match named.as_str() {
            "authorization_code" => (&["code"], "RFC 6749, section 4.1.3"),
            "refresh_token" => (&["refresh_token"], "RFC 6749, section 6"),
            "password" => (&["username", "password"], "RFC 6749, section 4.3.2"),
            "urn:ietf:params:oauth:grant-type:device_code" => {
                (&["device_code"], "RFC 8628, section 3.4")
            }
            "urn:ietf:params:oauth:grant-type:jwt-bearer"
            | "urn:ietf:params:oauth:grant-type:saml2-bearer" => {
                (&["assertion"], "RFC 7521, section 4.1")
            }
            "urn:ietf:params:oauth:grant-type:token-exchange" => {
                (&["subject_token", "subject_token_type"], "RFC 8693, section 2.1")
            }
            _ => (&[], ""),
        };
        for name in needs {
            if !self.needs(asked, name) {
                self.broken_at(
                    Rule::IncompleteGrant,
                    asked.span,
                    format_args!(
                        "the grant `{named}` does not need `{name}` ({section}: required)"
                    ),
                    if asked.declared.is_some() {
                        format!("write `needs({name})`")
                    } else {
                        format!("declare `{name}`, and not as an `Option`")
                    },
                );
            }
        }
        self.grant_offers(asked);
    }

    /// What a grant has to be able to send, depending on what came before.
    fn grant_offers(&self, asked: &Asked<'_>) {
        let named = &asked.named;
        let is_code = named == "authorization_code";
        let is_device = named == "urn:ietf:params:oauth:grant-type:device_code";
        let mut offered: Vec<(&str, &str)> = Vec::new();
        if is_code {
            offered.push((
                "redirect_uri",
                "RFC 6749, section 4.1.3: required if it was in the authorization request",
            ));
            offered.push((
                "code_verifier",
                "RFC 7636, section 4.5: required if there was a challenge",
            ));
        }
        if is_code && self.client_may_be_unnamed() {
            let section = "RFC 6749, section 4.1.3: required without authentication";
            offered.push(("client_id", section));
        }
        if is_device && self.client_may_be_unnamed() {
            let section = "RFC 8628, section 3.4: required without authentication";
            offered.push(("client_id", section));
        }
        for (name, section) in offered {
            let is_there = self.has(name);
            // Without a redirect or challenge, their counterparts are no mistake of this endpoint.
            if self.offers(asked, name) || (!is_there && name != "client_id") {
                continue;
            }
            self.broken_at(
                Rule::IncompleteGrant,
                asked.span,
                format_args!("the grant `{named}` cannot send `{name}` ({section})"),
                if is_there {
                    format!("write `may({name})`")
                } else if self.endpoint.auth.is_none() {
                    format!("add `{name}: String` to `fn {}`", self.name())
                } else {
                    format!("write `auth = …` without `none`, add `{name}` to `fn {}`", self.name())
                },
            );
        }
    }

    /// Whether each call with this grant sends the parameter.
    fn needs(&self, asked: &Asked<'_>, name: &str) -> bool {
        let is_always_sent = self
            .parameter(name)
            .is_some_and(|(_, it)| !matches!(it.need, Need::Optional | Need::ServerDefault(_)));
        is_always_sent || asked.declared.is_some_and(|grant| self.lists(&grant.needs, name))
    }

    /// Whether a call with this grant can send the parameter.
    fn offers(&self, asked: &Asked<'_>, name: &str) -> bool {
        match asked.declared {
            Some(grant) => self.needs(asked, name) || self.lists(&grant.may, name),
            None => self.has(name),
        }
    }

    /// Whether a clause of a grant lists the parameter of this wire name.
    fn lists(&self, names: &[Ident], name: &str) -> bool {
        let parameters = &self.endpoint.parameters;
        let mut listed = names.iter().filter_map(|listed| find_meant(listed, parameters));
        listed.any(|index| parameters.get(index).is_some_and(|parameter| parameter.is(name)))
    }

    /// The token of an actor and its type go together.
    fn actor_has_its_type(&self) {
        let missing = match (self.parameter("actor_token"), self.parameter("actor_token_type")) {
            (Some((written, _)), None) => (written, "actor_token_type", "String"),
            (None, Some((written, _))) => (written, "actor_token", "SecretString"),
            _ => return,
        };
        if self.written.broken {
            return;
        }
        let (written, name, ty) = missing;
        self.broken_on(
            Rule::IncompleteGrant,
            &written.ident,
            format_args!(
                "`{}` has no `{name}` (RFC 8693, section 2.1: the two go together)",
                plain(&written.ident)
            ),
            format_args!("add `{name}: Option<{ty}>`"),
        );
    }
}
