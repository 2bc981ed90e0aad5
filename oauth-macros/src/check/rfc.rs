//! Rules of the RFCs, each with the word for `allow(…)` where vendors really break it.

use syn::Lit;

use super::response::last_segment;
use crate::errors::Errors;
use crate::model::{self, Location};
use crate::parse::Endpoint;
use crate::{keys, suggest};

/// Names that RFCs give to secrets.
const SECRET_NAMES: &[&str] = &[
    "access_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "password",
    "refresh_token",
    "token",
];

/// Checks an endpoint against the RFCs.
pub(super) fn lints(written: &Endpoint, endpoint: &model::Endpoint, errors: &Errors) {
    for word in &written.allow {
        let name = word.to_string();
        if !keys::ALLOW.contains(&name.as_str()) {
            errors.on(
                word,
                format_args!("unknown rule `{name}`"),
                suggest::help(&name, keys::ALLOW),
            );
        }
    }
    let rules = Rules { written, endpoint, errors };
    rules.secrets_are_secret();
    rules.no_secret_in_the_url();
    rules.token_endpoint_is_post();
    rules.one_client_authentication();
    rules.grants_are_safe_and_complete();
    rules.redirects_come_back();
}

struct Rules<'a> {
    written: &'a Endpoint,
    endpoint: &'a model::Endpoint,
    errors: &'a Errors,
}

impl Rules<'_> {
    fn allows(&self, rule: &str) -> bool {
        self.written.allow.iter().any(|word| word == rule)
    }

    fn parameters(&self) -> impl Iterator<Item = (&crate::parse::Parameter, &model::Parameter)> {
        self.written.parameters.iter().zip(&self.endpoint.parameters)
    }

    fn secrets_are_secret(&self) {
        if self.allows("plain_text_secret") {
            return;
        }
        for (written, parameter) in self.parameters() {
            let is_plain = last_segment(&parameter.ty).is_some_and(|(name, _)| {
                matches!(name.as_str(), "String" | "str" | "Box" | "Arc" | "Cow")
            });
            if SECRET_NAMES.contains(&parameter.wire.as_str()) && is_plain {
                self.errors.on(
                    &written.ty,
                    format_args!("`{}` is a secret, typed as plain text", parameter.wire),
                    format_args!(
                        "write `{}`, or allow it with `allow(plain_text_secret)`",
                        if matches!(parameter.need, model::Need::Required) {
                            "SecretString"
                        } else {
                            "Option<SecretString>"
                        }
                    ),
                );
            }
        }
    }

    fn no_secret_in_the_url(&self) {
        if self.allows("secret_in_url") || self.endpoint.is_browser() {
            return;
        }
        for (written, parameter) in self.parameters() {
            let in_url = matches!(parameter.location, Location::Path | Location::Query);
            if in_url && parameter.secret {
                self.errors.on(
                    &written.ident,
                    format_args!(
                        "the secret `{}` is sent in the URL, which is logged and kept (RFC 6749, section 2.3.1 and RFC 9700, section 4.3)",
                        parameter.wire
                    ),
                    "send it with `#[form]`, or allow it with `allow(secret_in_url)` where the vendor asks for it",
                );
            }
        }
    }

    fn token_endpoint_is_post(&self) {
        if self.allows("token_endpoint_method") || self.endpoint.method == "POST" {
            return;
        }
        let is_token_endpoint =
            self.endpoint.parameters.iter().any(|parameter| parameter.wire == "grant_type");
        if let (true, Some(method)) = (is_token_endpoint, &self.written.method) {
            self.errors.on(
                method,
                format_args!(
                    "a token endpoint is called with `{}` (RFC 6749, section 3.2: with `POST`)",
                    self.endpoint.method
                ),
                "write `#[post(…)]`, or allow it with `allow(token_endpoint_method)`",
            );
        }
    }

    fn one_client_authentication(&self) {
        if self.allows("two_client_authentications") {
            return;
        }
        let by_header = self.endpoint.auth.0.iter().flatten().any(|scheme| {
            matches!(scheme, model::Scheme::Basic | model::Scheme::ClientSecretBasic)
        });
        for (written, parameter) in self.parameters() {
            if by_header
                && parameter.wire == "client_secret"
                && parameter.location == Location::Body
            {
                self.errors.on(
                    &written.ident,
                    "`client_secret` and HTTP Basic are two client authentications in one request (RFC 6749, section 2.3)",
                    "write `auth = none` on this endpoint, or allow both with `allow(two_client_authentications)`",
                );
            }
        }
    }

    fn grants_are_safe_and_complete(&self) {
        for written in &self.written.grants {
            let needed = |name: &str| {
                self.written.grants.iter().any(|grant| {
                    std::ptr::eq(grant, written) && grant.needs.iter().any(|need| need == name)
                }) || self.endpoint.required().any(|parameter| parameter.wire == name)
            };
            let (needs, section): (&[&str], &str) = match written.named.as_str() {
                "password" if !self.allows("password_grant") => {
                    self.errors.at(
                        written.span,
                        "the password grant must not be used (RFC 9700, section 2.4)",
                        "remove it, or allow it with `allow(password_grant)`",
                    );
                    continue;
                }
                "implicit" | "token" => {
                    self.errors.at(
                        written.span,
                        "the implicit grant has no token request (RFC 6749, section 4.2) and should not be used (RFC 9700, section 2.1.2)",
                        "remove it, and use `authorization_code` with PKCE",
                    );
                    continue;
                }
                "authorization_code" => (&["code"], "RFC 6749, section 4.1.3"),
                "refresh_token" => (&["refresh_token"], "RFC 6749, section 6"),
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
                _ => continue,
            };
            if self.allows("incomplete_grant") || self.written.broken {
                continue;
            }
            for name in needs.iter().filter(|name| !needed(name)) {
                self.errors.at(
                    written.span,
                    format_args!(
                        "the grant `{}` does not need `{name}` ({section}: required)",
                        written.named
                    ),
                    format_args!(
                        "write `needs({name})`, or allow it with `allow(incomplete_grant)`"
                    ),
                );
            }
        }
    }

    fn redirects_come_back(&self) {
        if self.allows("out_of_band_redirect") {
            return;
        }
        for (written, parameter) in self.parameters() {
            let default = written.defaults.first();
            let oob = default.filter(|default| matches!(&default.value, Lit::Str(text) if text.value().starts_with("urn:ietf:wg:oauth:2.0:oob")));
            if let (true, Some(default)) = (parameter.wire == "redirect_uri", oob) {
                self.errors.on(
                    &default.value,
                    "an out-of-band `redirect_uri` hands the code to whoever sees the screen (RFC 8252, section 8.9)",
                    "use a loopback address or a claimed URL, or allow it with `allow(out_of_band_redirect)`",
                );
            }
        }
    }
}
