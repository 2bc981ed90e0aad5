//! Secrets: kept as such, and out of URLs and sources.

use super::rules::Rules;
use crate::check::types::{last_segment, list_item};
use crate::keys::Rule;
use crate::model::{Location, Parameter, Scheme, WrittenBy};
use crate::parse::DefaultKind;

/// Names that RFCs give to secrets.
const SECRET_NAMES: &[&str] = &[
    "access_token",
    "actor_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "password",
    "refresh_token",
    "subject_token",
    "token",
];

/// Secrets that no page for a browser needs.
const NEVER_IN_A_BROWSER: &[&str] = &[
    "access_token",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "password",
    "refresh_token",
];

impl Rules<'_> {
    pub(super) fn secrets(&self) {
        self.secrets_are_secret();
        self.no_secret_in_the_url();
        self.no_secret_in_the_source();
        self.one_access_token();
    }

    fn secrets_are_secret(&self) {
        for (written, parameter) in self.parameters() {
            let Some(role) = secret_role(parameter) else { continue };
            let item = list_item(&parameter.ty);
            let is_plain = last_segment(item.unwrap_or(&parameter.ty)).is_some_and(|(name, _)| {
                matches!(name.as_str(), "String" | "str" | "Box" | "Arc" | "Cow")
            });
            let was_reported = parameter.written_by == WrittenBy::Nobody;
            if is_plain && !was_reported {
                let is_required = parameter.written_option.is_none();
                self.broken_on(
                    Rule::PlainTextSecret,
                    &written.ty,
                    format_args!(
                        "`{}` is a secret, typed as plain text{}",
                        parameter.name_as(role),
                        confidential(role)
                    ),
                    match (item.is_some(), is_required) {
                        (false, true) => "write `SecretString`",
                        (false, false) => "write `Option<SecretString>`",
                        (true, true) => "write `Vec<SecretString>`",
                        (true, false) => "write `Option<Vec<SecretString>>`",
                    },
                );
            }
        }
    }

    fn no_secret_in_the_url(&self) {
        for (written, parameter) in self.parameters() {
            let name = parameter.wire.as_str();
            let in_url = matches!(parameter.location, Location::Path | Location::Query);
            let is_page = self.endpoint.is_browser();
            let is_never_shown = NEVER_IN_A_BROWSER.iter().any(|role| parameter.is(role));
            if is_page && in_url && is_never_shown {
                self.broken_on(
                    Rule::SecretInUrl,
                    &written.ident,
                    format_args!(
                        "the secret `{name}` is shown to the browser and its history (RFC 9700, section 4.3)"
                    ),
                    "remove it",
                );
            } else if !is_page && in_url && parameter.secret {
                let role = secret_role(parameter).unwrap_or(name);
                let section = match role {
                    "access_token" => "RFC 6750, section 2.3 and RFC 9700, section 4.3.2",
                    "client_secret" | "password" => "RFC 6749, section 2.3.1",
                    _ => "RFC 9700, section 4.3",
                };
                self.broken_on(
                    Rule::SecretInUrl,
                    &written.ident,
                    format_args!(
                        "the secret `{name}` is sent in the URL, which is logged and kept ({section})"
                    ),
                    if role == "access_token" {
                        "write `auth = bearer`"
                    } else {
                        "send it with `#[form]` in a `#[post(…)]`"
                    },
                );
            }
        }
    }

    fn no_secret_in_the_source(&self) {
        for (written, parameter) in self.parameters() {
            let Some(default) = written.defaults.first() else { continue };
            let is_secret = parameter.secret || secret_role(parameter).is_some();
            let is_sent = default.kind != DefaultKind::ServerDefault;
            if let (true, true, Some(_)) = (is_secret, is_sent, default.value.text()) {
                self.broken_at(
                    Rule::SecretInSource,
                    default.value.span(),
                    format_args!(
                        "the secret `{}` is written in the source, where it is none (RFC 8252, section 8.5)",
                        parameter.wire
                    ),
                    format_args!("remove `#[{} = …]`: the caller gives it", default.word),
                );
            }
        }
    }

    /// The access token that authenticates a request goes one way.
    fn one_access_token(&self) {
        let is_bearer = self.endpoint.auth.schemes().any(|it| *it == Scheme::Bearer);
        let Some((written, parameter)) = self.parameter("access_token") else { return };
        if is_bearer && matches!(parameter.location, Location::Query | Location::Body) {
            self.broken_on(
                Rule::TwoAccessTokens,
                &written.ident,
                "`access_token` and `auth = bearer` send two access tokens in one request (RFC 6750, section 2)",
                "remove the parameter",
            );
        }
    }
}

/// The name that the RFCs have for a secret, in whatever way the vendor spells it.
fn secret_role(parameter: &Parameter) -> Option<&'static str> {
    let mut names = SECRET_NAMES.iter().copied();
    names.find(|role| parameter.is(role))
}

/// The section that has a value kept secret.
fn confidential(name: &str) -> &'static str {
    match name {
        "access_token" | "token" => " (RFC 6749, section 10.3)",
        "refresh_token" => " (RFC 6749, section 10.4)",
        "code" => " (RFC 6749, section 10.5)",
        "password" => " (RFC 6749, section 10.7)",
        _ => "",
    }
}
