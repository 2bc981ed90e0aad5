//! Rules of the RFCs, each with the word for `allow(…)` where vendors really break it.

use proc_macro2::Span;

use super::response::last_segment;
use crate::errors::Errors;
use crate::model::{self, Location, Need};
use crate::parse::{self, Endpoint};
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

/// Secrets that no page for a browser needs.
const NEVER_IN_A_BROWSER: &[&str] = &[
    "access_token",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "password",
    "refresh_token",
];

/// The grants of RFC 6749.
const GRANTS: &[&str] = &["authorization_code", "client_credentials", "refresh_token", "password"];

/// Checks an endpoint against the RFCs.
pub(super) fn lints(written: &Endpoint, endpoint: &model::Endpoint, errors: &Errors) {
    for (index, word) in written.allow.iter().enumerate() {
        let name = word.to_string();
        if !keys::ALLOW.contains(&name.as_str()) {
            errors.on(
                word,
                format_args!("unknown rule `{name}`"),
                suggest::help(&name, keys::ALLOW, &[]),
            );
        } else if written.allow.iter().take(index).any(|earlier| earlier == word) {
            errors.on(
                word,
                format_args!("the rule `{name}` is allowed twice"),
                "remove one of the two",
            );
        }
    }
    let rules = Rules { written, endpoint, errors };
    rules.secrets_are_secret();
    rules.no_secret_in_the_url();
    rules.no_secret_in_the_source();
    rules.tokens_are_posted();
    rules.one_client_authentication();
    rules.confidential_calls_are_authenticated();
    rules.client_assertion_has_its_type();
    rules.grants_are_safe_and_complete();
    rules.constant_grant_is_safe();
    rules.authorization_request_is_complete();
    rules.no_implicit_grant();
    rules.state_is_fresh();
    rules.challenge_is_hashed();
    rules.redirects_come_back();
    rules.scopes_are_scopes();
}

/// Where a challenge is sent, the verifier has to follow (RFC 7636, section 4.5).
pub(super) fn challenge_has_its_verifier(
    declared: &parse::Declared,
    api: &model::Api,
    errors: &Errors,
) {
    let challenged = api
        .endpoints
        .iter()
        .find(|endpoint| endpoint.parameters.iter().any(|it| it.wire == "code_challenge"));
    let Some(challenged) = challenged else { return };
    for (written, endpoint) in declared.endpoints.iter().zip(&api.endpoints) {
        let has = |name: &str| endpoint.parameters.iter().any(|parameter| parameter.wire == name);
        let trades_a_code = has("grant_type") && has("code");
        if !trades_a_code
            || has("code_verifier")
            || written.broken
            || allows(written, "incomplete_grant")
        {
            continue;
        }
        errors.on(
            &written.ident,
            format_args!(
                "`{}` cannot send the `code_verifier` for the `code_challenge` of `{}` (RFC 7636, section 4.5: required)",
                model::plain(&written.ident),
                model::plain(&challenged.ident)
            ),
            "add `code_verifier: Option<SecretString>`, or allow it with `allow(incomplete_grant)`",
        );
    }
}

fn allows(written: &Endpoint, rule: &str) -> bool {
    written.allow.iter().any(|word| word == rule)
}

struct Rules<'a> {
    written: &'a Endpoint,
    endpoint: &'a model::Endpoint,
    errors: &'a Errors,
}

impl Rules<'_> {
    fn allows(&self, rule: &str) -> bool {
        allows(self.written, rule)
    }

    fn name(&self) -> String {
        model::plain(&self.written.ident)
    }

    fn parameters(&self) -> impl Iterator<Item = (&parse::Parameter, &model::Parameter)> {
        self.written.parameters.iter().zip(&self.endpoint.parameters)
    }

    /// The parameter of this name, on the wire or in the declaration: vendors spell names in their own way.
    fn parameter(&self, name: &str) -> Option<(&parse::Parameter, &model::Parameter)> {
        self.parameters()
            .find(|(_, parameter)| parameter.wire == name)
            .or_else(|| self.parameters().find(|(written, _)| model::plain(&written.ident) == name))
    }

    fn has(&self, wire: &str) -> bool {
        self.parameter(wire).is_some()
    }

    /// What is always or usually sent as this parameter, and where that is written.
    fn said(&self, wire: &str) -> Option<(String, Span)> {
        let (written, _) = self.parameter(wire)?;
        let default = written.defaults.first()?;
        Some((default.value.text()?, default.value.span()))
    }

    /// Whether the last part of the path is this word, or begins or ends with it.
    fn path_ends_in(&self, words: &[&str]) -> bool {
        let last = self.endpoint.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        words.iter().any(|word| last.starts_with(word) || last.ends_with(word))
    }

    /// Whether the client says who it is, in a header or in the body.
    fn client_is_authenticated(&self) -> bool {
        let in_request = ["client_secret", "client_assertion"];
        !self.endpoint.auth.is_none() || in_request.iter().any(|name| self.has(name))
    }

    fn secrets_are_secret(&self) {
        if self.allows("plain_text_secret") {
            return;
        }
        for (written, parameter) in self.parameters() {
            let is_plain = last_segment(&parameter.ty).is_some_and(|(name, _)| {
                matches!(name.as_str(), "String" | "str" | "Box" | "Arc" | "Cow")
            });
            let was_reported = parameter.written_by == model::WrittenBy::Nobody;
            if SECRET_NAMES.contains(&parameter.wire.as_str()) && is_plain && !was_reported {
                self.errors.on(
                    &written.ty,
                    format_args!(
                        "`{}` is a secret, typed as plain text{}",
                        parameter.wire,
                        confidential(&parameter.wire)
                    ),
                    format_args!(
                        "write `{}`, or allow it with `allow(plain_text_secret)`",
                        if parameter.written_option.is_none() {
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
        if self.allows("secret_in_url") {
            return;
        }
        for (written, parameter) in self.parameters() {
            let name = parameter.wire.as_str();
            let in_url = matches!(parameter.location, Location::Path | Location::Query);
            if self.endpoint.is_browser() {
                if in_url && NEVER_IN_A_BROWSER.contains(&name) {
                    self.errors.on(
                        &written.ident,
                        format_args!(
                            "the secret `{name}` is shown to the browser and its history (RFC 9700, section 4.3)"
                        ),
                        "remove it, or allow it with `allow(secret_in_url)` where the vendor asks for it",
                    );
                }
            } else if in_url && parameter.secret {
                let section = match name {
                    "access_token" => "RFC 6750, section 2.3 and RFC 9700, section 4.3.2",
                    "client_secret" | "password" => "RFC 6749, section 2.3.1",
                    _ => "RFC 9700, section 4.3",
                };
                let help = if name == "access_token" {
                    "write `auth = bearer`, or allow it with `allow(secret_in_url)` where the vendor asks for it"
                } else {
                    "send it with `#[form]` in a `#[post(…)]`, or allow it with `allow(secret_in_url)` where the vendor asks for it"
                };
                self.errors.on(
                    &written.ident,
                    format_args!(
                        "the secret `{name}` is sent in the URL, which is logged and kept ({section})"
                    ),
                    help,
                );
            }
        }
    }

    fn no_secret_in_the_source(&self) {
        if self.allows("secret_in_source") {
            return;
        }
        for (written, parameter) in self.parameters() {
            let Some(default) = written.defaults.first() else { continue };
            let is_secret = parameter.secret || SECRET_NAMES.contains(&parameter.wire.as_str());
            let is_sent = default.word != "server_default";
            if let (true, true, Some(_)) = (is_secret, is_sent, default.value.text()) {
                self.errors.at(
                    default.value.span(),
                    format_args!(
                        "the secret `{}` is written in the source, where it is none (RFC 8252, section 8.5)",
                        parameter.wire
                    ),
                    format_args!(
                        "remove `#[{} = …]`: the caller gives it; or allow it with `allow(secret_in_source)`",
                        default.word
                    ),
                );
            }
        }
    }

    /// Token, revocation and introspection endpoints take `POST`.
    fn tokens_are_posted(&self) {
        let Some(method) = self.written.method.as_ref().filter(|method| *method != "post") else {
            return;
        };
        if self.allows("token_endpoint_method") || self.endpoint.is_browser() {
            return;
        }
        let (kind, section) = if self.has("grant_type") {
            ("a token", "RFC 6749, section 3.2")
        } else if self.has("token") && self.path_ends_in(&["revoke", "revocation"]) {
            ("a revocation", "RFC 7009, section 2.1")
        } else if self.has("token") && self.path_ends_in(&["introspect", "introspection"]) {
            ("an introspection", "RFC 7662, section 2.1")
        } else {
            return;
        };
        self.errors.on(
            method,
            format_args!(
                "`{}` is {kind} endpoint called with `{}` ({section}: with `POST`)",
                self.name(),
                self.endpoint.method
            ),
            "write `#[post(…)]`, or allow it with `allow(token_endpoint_method)`",
        );
    }

    fn one_client_authentication(&self) {
        if self.allows("two_client_authentications") {
            return;
        }
        let by_header = self.endpoint.auth.0.iter().flatten().any(|scheme| {
            matches!(scheme, model::Scheme::Basic | model::Scheme::ClientSecretBasic)
        });
        let in_body = |name: &str| {
            self.parameter(name).filter(|(_, parameter)| parameter.location == Location::Body)
        };
        let (secret, assertion) = (in_body("client_secret"), in_body("client_assertion"));
        let found = match (by_header, secret, assertion) {
            (true, Some((written, _)), _) | (true, None, Some((written, _))) => {
                (written, "HTTP Basic", "write `auth = none` on this endpoint")
            }
            (false, Some((_, one)), Some((written, other)))
                if one.is_required() && other.is_required() =>
            {
                (written, "`client_secret`", "take one of them off")
            }
            _ => return,
        };
        let (written, earlier, help) = found;
        self.errors.on(
            &written.ident,
            format_args!(
                "`{}` and {earlier} are two client authentications in one request (RFC 6749, section 2.3)",
                model::plain(&written.ident)
            ),
            format_args!("{help}, or allow both with `allow(two_client_authentications)`"),
        );
    }

    /// Introspection, and the client's own grant, need a client that says who it is.
    fn confidential_calls_are_authenticated(&self) {
        if self.client_is_authenticated()
            || self.written.broken
            || self.allows("unauthenticated_client")
        {
            return;
        }
        if self.has("token") && self.path_ends_in(&["introspect", "introspection"]) {
            self.errors.on(
                &self.written.ident,
                format_args!(
                    "`{}` tells anyone about tokens: nothing authenticates the caller (RFC 7662, section 2.1)",
                    self.name()
                ),
                "write `auth = …`, or allow it with `allow(unauthenticated_client)`",
            );
        }
        if let Some(grant) = self.written.grants.iter().find(|it| it.named == "client_credentials")
        {
            self.errors.at(
                grant.span,
                "the grant `client_credentials` has no client credentials (RFC 6749, section 4.4.2)",
                "write `auth = …`, declare `client_secret: SecretString`, or allow it with `allow(unauthenticated_client)`",
            );
        }
    }

    fn client_assertion_has_its_type(&self) {
        let Some((written, _)) = self.parameter("client_assertion") else { return };
        if self.has("client_assertion_type") || self.written.broken {
            return;
        }
        self.errors.on(
            &written.ident,
            "`client_assertion` has no `client_assertion_type` (RFC 7521, section 4.2: required)",
            "add `#[constant = \"urn:ietf:params:oauth:client-assertion-type:jwt-bearer\"] client_assertion_type: String`",
        );
    }

    fn grants_are_safe_and_complete(&self) {
        for written in &self.written.grants {
            match written.named.as_str() {
                "password" if !self.allows("password_grant") => self.errors.at(
                    written.span,
                    "the password grant must not be used (RFC 9700, section 2.4)",
                    "remove it, or allow it with `allow(password_grant)`",
                ),
                "implicit" | "token" => self.errors.at(
                    written.span,
                    "the implicit grant has no token request (RFC 6749, section 4.2) and should not be used (RFC 9700, section 2.1.2)",
                    "remove it, and use `authorization_code` with PKCE",
                ),
                other if !GRANTS.contains(&other) && !other.contains(':') => {
                    self.unknown_grant(written);
                }
                _ => self.grant_is_complete(written),
            }
        }
    }

    fn unknown_grant(&self, written: &parse::Grant) {
        if self.allows("vendor_grant") {
            return;
        }
        let help = match suggest::nearest(&written.named, GRANTS) {
            Some(near) => format!("write `{near}`"),
            None => "write the URI of the grant, as `#[grant(\"urn:…\" as name)]`, or allow it with `allow(vendor_grant)`".to_owned(),
        };
        self.errors.at(
            written.span,
            format_args!(
                "`{}` is no grant of RFC 6749, and others are named by a URI (section 4.5)",
                written.named
            ),
            help,
        );
    }

    fn grant_is_complete(&self, written: &parse::Grant) {
        if self.allows("incomplete_grant") || self.written.broken || !written.is_whole {
            return;
        }
        let listed = |names: &[proc_macro2::Ident], name: &str| {
            names.iter().any(|listed| {
                let listed = model::plain(listed);
                self.parameters().any(|(source, parameter)| {
                    model::plain(&source.ident) == listed && parameter.wire == name
                })
            })
        };
        let is_always_sent = |name: &str| {
            self.parameter(name)
                .is_some_and(|(_, it)| !matches!(it.need, Need::Optional | Need::ServerDefault(_)))
        };
        let (needs, section): (&[&str], &str) = match written.named.as_str() {
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
            if !listed(&written.needs, name) && !is_always_sent(name) {
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
        if written.named != "authorization_code" {
            return;
        }
        let offered = [
            (
                "redirect_uri",
                "RFC 6749, section 4.1.3: required if it was in the authorization request",
            ),
            ("code_verifier", "RFC 7636, section 4.5: required if there was a challenge"),
        ];
        for (name, section) in offered {
            let is_listed = listed(&written.needs, name) || listed(&written.may, name);
            if self.has(name) && !is_listed && !is_always_sent(name) {
                self.errors.at(
                    written.span,
                    format_args!("the grant `{}` cannot send `{name}` ({section})", written.named),
                    format_args!("write `may({name})`, or allow it with `allow(incomplete_grant)`"),
                );
            }
        }
    }

    /// A `grant_type` that is written down is a grant as well.
    fn constant_grant_is_safe(&self) {
        match self.said("grant_type") {
            Some((grant, span)) if grant == "password" && !self.allows("password_grant") => {
                self.errors.at(
                    span,
                    "the password grant must not be used (RFC 9700, section 2.4)",
                    "remove the endpoint, or allow it with `allow(password_grant)`",
                );
            }
            _ => {}
        }
    }

    /// A page for a browser that asks for a code or token names the client and what it wants.
    fn authorization_request_is_complete(&self) {
        if !self.endpoint.is_browser()
            || self.written.broken
            || self.allows("incomplete_authorization_request")
        {
            return;
        }
        let required: &[(&str, &str, &str)] = if self.has("response_type") {
            &[
                ("client_id", "RFC 6749, section 4.1.1: required", "`client_id: String`"),
                (
                    "state",
                    "RFC 6749, section 10.12: an answer has to belong to its request",
                    "`state: String`",
                ),
            ]
        } else if self.has("client_id")
            && self.has("redirect_uri")
            && !self.path_ends_in(&["logout", "signout", "end"])
        {
            &[(
                "response_type",
                "RFC 6749, section 4.1.1: required",
                "`#[constant = \"code\"] response_type: String`",
            )]
        } else {
            &[]
        };
        for (name, section, text) in required {
            // A challenge binds the answer to its request, too (RFC 9700, section 2.1).
            let is_served = *name == "state" && (self.has("code_challenge") || self.has("nonce"));
            if !self.has(name) && !is_served {
                self.errors.on(
                    &self.written.ident,
                    format_args!(
                        "the authorization request `{}` has no `{name}` ({section})",
                        self.name()
                    ),
                    format_args!(
                        "add {text}, or allow it with `allow(incomplete_authorization_request)`"
                    ),
                );
            }
        }
    }

    fn no_implicit_grant(&self) {
        if self.allows("implicit_grant") {
            return;
        }
        if let Some((value, span)) = self.said("response_type")
            && value.split(' ').any(|word| word == "token")
        {
            self.errors.at(
                span,
                "`response_type` asks for an access token in the URL (RFC 9700, section 2.1.2)",
                "write `\"code\"`, or allow it with `allow(implicit_grant)`",
            );
        }
    }

    /// What protects one request is made for one request.
    fn state_is_fresh(&self) {
        if self.allows("constant_state") {
            return;
        }
        let fresh = [
            ("state", "RFC 6749, section 10.12"),
            ("code_challenge", "RFC 7636, section 7.1"),
            ("nonce", "RFC 9700, section 2.1.1"),
        ];
        for (name, section) in fresh {
            if let Some((_, span)) = self.said(name) {
                self.errors.at(
                    span,
                    format_args!("`{name}` is the same in every request, and protects none ({section})"),
                    format_args!(
                        "remove the value: the caller gives `{name}`; or allow it with `allow(constant_state)`"
                    ),
                );
            }
        }
    }

    fn challenge_is_hashed(&self) {
        if self.allows("plain_code_challenge") {
            return;
        }
        let help = "or allow it with `allow(plain_code_challenge)`";
        if let Some((method, span)) = self.said("code_challenge_method")
            && method != "S256"
        {
            self.errors.at(
                    span,
                    format_args!(
                        "the challenge method `{method}` is not `S256` (RFC 7636, section 4.2 and RFC 9700, section 2.1.1)"
                    ),
                    format_args!("write `\"S256\"`, {help}"),
                );
        }
        match (self.parameter("code_challenge"), self.parameter("code_challenge_method")) {
            (Some((written, _)), None) if !self.written.broken => self.errors.on(
                &written.ident,
                "`code_challenge` has no `code_challenge_method`, and is taken as `plain` (RFC 7636, section 4.3)",
                format_args!("add `code_challenge_method: Option<CodeChallengeMethod>`, {help}"),
            ),
            (None, Some((written, _))) if !self.written.broken => self.errors.on(
                &written.ident,
                "`code_challenge_method` has no `code_challenge` (RFC 7636, section 4.3)",
                format_args!("add `code_challenge: Option<String>`, {help}"),
            ),
            _ => {}
        }
    }

    fn redirects_come_back(&self) {
        let Some((text, span)) = self.said("redirect_uri") else { return };
        if text.starts_with("urn:ietf:wg:oauth:2.0:oob") {
            if !self.allows("out_of_band_redirect") {
                self.errors.at(
                    span,
                    "an out-of-band `redirect_uri` hands the code to whoever sees the screen (RFC 8252, section 7)",
                    "use a loopback address or a claimed URL, or allow it with `allow(out_of_band_redirect)`",
                );
            }
            return;
        }
        if self.allows("invalid_redirect") {
            return;
        }
        let Some((wrong, help)) = wrong_redirect(&text) else { return };
        self.errors.at(
            span,
            format_args!("the `redirect_uri` `{text}` {wrong}"),
            format_args!("{help}, or allow it with `allow(invalid_redirect)`"),
        );
    }

    /// A scope is one or more words of visible ASCII, without quotes and backslashes.
    fn scopes_are_scopes(&self) {
        let Some((text, span)) = self.said("scope") else { return };
        let is_allowed = |c: char| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~');
        if let Some(odd) = text.chars().find(|c| !is_allowed(*c)) {
            self.errors.at(
                span,
                format_args!(
                    "the scope `{}` has the character `{}` (RFC 6749, section 3.3)",
                    text.escape_debug(),
                    odd.escape_debug()
                ),
                "write words of visible ASCII, separated by blanks",
            );
        }
    }
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

/// What is wrong with a redirect address.
fn wrong_redirect(text: &str) -> Option<(&'static str, &'static str)> {
    if text.contains('#') {
        return Some((
            "has a fragment (RFC 6749, section 3.1.2)",
            "remove the `#` and what follows",
        ));
    }
    let is_scheme = |scheme: &&str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Some(("is not absolute (RFC 6749, section 3.1.2)", "begin it with `https://`"));
    };
    let host = rest.trim_start_matches('/').split(['/', ':', '?']).next().unwrap_or_default();
    match scheme {
        "https" | "urn" => None,
        "http" if ["localhost", "127.0.0.1", "["].iter().any(|it| host.starts_with(it)) => None,
        "http" => Some((
            "is plain `http` and not loopback (RFC 9700, section 2.6)",
            "begin it with `https://`",
        )),
        private if private.contains('.') => None,
        _ => Some((
            "has a scheme of its own that is no domain name turned round (RFC 8252, section 7.1)",
            "write a scheme such as `com.example.app:/callback`",
        )),
    }
}
