//! Clients: each says who it is, in one way and whole.

use super::rules::Rules;
use crate::check::auth::client_secret_post;
use crate::keys::Rule;
use crate::model::{Location, Scheme};
use crate::name::plain;
use crate::suggest;

/// Parameters whose values are URIs, the section that says so, and the values that are registered.
const IDENTIFIERS: &[(&str, &str, &[&str])] = &[
    ("client_assertion_type", "RFC 7521, section 4.2", ASSERTION_TYPES),
    ("subject_token_type", "RFC 8693, section 2.1", TOKEN_TYPES),
    ("actor_token_type", "RFC 8693, section 2.1", TOKEN_TYPES),
    ("requested_token_type", "RFC 8693, section 2.1", TOKEN_TYPES),
];

const ASSERTION_TYPES: &[&str] = &[
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
];

const TOKEN_TYPES: &[&str] = &[
    "urn:ietf:params:oauth:token-type:access_token",
    "urn:ietf:params:oauth:token-type:id_token",
    "urn:ietf:params:oauth:token-type:jwt",
    "urn:ietf:params:oauth:token-type:refresh_token",
    "urn:ietf:params:oauth:token-type:saml1",
    "urn:ietf:params:oauth:token-type:saml2",
];

impl Rules<'_> {
    pub(super) fn clients(&self) {
        self.one_client_authentication();
        self.confidential_calls_are_authenticated();
        self.client_authentication_is_complete();
        self.identifiers_are_uris();
    }

    fn one_client_authentication(&self) {
        let is_basic = |schemes: &[Scheme]| schemes.iter().any(Scheme::is_client_header);
        let alternatives = &self.endpoint.auth;
        self.one_scheme_authenticates();
        self.no_assertion_beside_the_secret();
        let always = alternatives.iter().all(is_basic);
        let in_body = |name: &str| {
            self.parameter(name).filter(|(_, parameter)| parameter.location == Location::Body)
        };
        // Who can leave out one of the two has a choice, and no mistake.
        let is_sent = |name: &str| in_body(name).is_some_and(|(_, it)| it.is_required());
        let by_header = always
            || alternatives.iter().any(is_basic)
                && (is_sent("client_secret") || is_sent("client_assertion"));
        let (secret, assertion) = (in_body("client_secret"), in_body("client_assertion"));
        let (written, earlier, help) = match (by_header, secret, assertion) {
            (true, Some((written, _)), _) if !alternatives.has(&Scheme::Basic) => {
                (written, "HTTP Basic", "write `auth = client_secret_post` on this endpoint")
            }
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
        self.broken_on(
            Rule::TwoClientAuthentications,
            &written.ident,
            format_args!(
                "`{}` and {earlier} are two client authentications in one request (RFC 6749, section 2.3)",
                plain(&written.ident)
            ),
            help,
        );
    }

    /// An alternative does not have the client authenticate in a header and in the body.
    fn one_scheme_authenticates(&self) {
        let is_twice = |schemes: &&[Scheme]| {
            schemes.contains(&Scheme::ClientSecretPost)
                && schemes.iter().any(Scheme::is_client_header)
        };
        if !self.endpoint.auth.iter().any(|schemes| is_twice(&schemes)) {
            return;
        }
        let own = self.written.auth.as_ref().and_then(client_secret_post);
        self.broken_at(
            Rule::TwoClientAuthentications,
            own.unwrap_or_else(|| self.written.ident.span()),
            "`client_secret_post` and HTTP Basic are two client authentications in one request (RFC 6749, section 2.3)",
            "join them with `|` to offer a choice",
        );
    }

    /// What `client_secret_post` sends is not joined by an assertion.
    fn no_assertion_beside_the_secret(&self) {
        let auth = &self.endpoint.auth;
        let Some((written, assertion)) = self.parameter("client_assertion") else { return };
        let is_sent = auth.always_has(&Scheme::ClientSecretPost)
            || auth.has(&Scheme::ClientSecretPost) && assertion.is_required();
        if is_sent && assertion.location == Location::Body {
            self.broken_on(
                Rule::TwoClientAuthentications,
                &written.ident,
                "`client_assertion` and `client_secret_post` are two client authentications in one request (RFC 6749, section 2.3)",
                "write `auth = none` on this endpoint",
            );
        }
    }

    /// Introspection, and the client's own grant, need a client that says who it is.
    fn confidential_calls_are_authenticated(&self) {
        if self.client_is_authenticated() || self.written.broken {
            return;
        }
        if self.is_introspection() {
            self.broken_on(
                Rule::UnauthenticatedClient,
                &self.written.ident,
                format_args!(
                    "`{}` tells anyone about tokens: nothing authenticates the caller (RFC 7662, section 2.1)",
                    self.name()
                ),
                "write `auth = …`",
            );
        }
        for grant in self.asked_grants().filter(|grant| grant.named == "client_credentials") {
            self.broken_at(
                Rule::UnauthenticatedClient,
                grant.span,
                "the grant `client_credentials` has no client credentials (RFC 6749, section 4.4.2)",
                "write `auth = …`, declare `client_secret: SecretString`",
            );
        }
    }

    /// A secret belongs to a client, and an assertion to a type.
    fn client_authentication_is_complete(&self) {
        if self.written.broken {
            return;
        }
        let rule = Rule::IncompleteClientAuthentication;
        if let (Some((written, _)), false) =
            (self.parameter("client_assertion"), self.has("client_assertion_type"))
        {
            self.broken_on(
                rule,
                &written.ident,
                "`client_assertion` has no `client_assertion_type` (RFC 7521, section 4.2: required)",
                "add `#[constant = \"urn:ietf:params:oauth:client-assertion-type:jwt-bearer\"] client_assertion_type: String`",
            );
        }
        // Elsewhere, and beside other credentials, a secret may be what the request is about.
        let authenticates = self.endpoint.auth.is_none() && self.has_any(&["grant_type", "token"]);
        if let (Some((written, _)), true, false) =
            (self.parameter("client_secret"), authenticates, self.has("client_id"))
        {
            self.broken_on(
                rule,
                &written.ident,
                "`client_secret` has no `client_id` (RFC 6749, section 2.3.1: required)",
                "add `client_id: String`",
            );
        }
    }

    /// What is named by a URI is not named by a word, and not by a misspelt URI.
    fn identifiers_are_uris(&self) {
        for (name, section, known) in IDENTIFIERS {
            let Some((value, span)) = self.said(name) else { continue };
            let wrong = if !value.contains(':') {
                format!("`{value}` is no URI, which `{name}` has to be ({section})")
            } else if misspelt(&value, known).is_some() {
                format!("`{value}` is no `{name}` that is registered ({section})")
            } else {
                continue;
            };
            let near = nearest(&value, known).or(known.first().copied()).unwrap_or_default();
            self.broken_at(Rule::VendorIdentifier, span, wrong, format_args!("write `\"{near}\"`"));
        }
    }
}

/// What was meant by a name of the IETF's that is none of those known, but near to one.
pub(super) fn misspelt<'a>(value: &str, known: &[&'a str]) -> Option<&'a str> {
    let is_unknown = value.starts_with("urn:ietf:") && !known.contains(&value);
    nearest(value, known).filter(|_| is_unknown)
}

/// The URI whose last word is the nearest to that of a value.
fn nearest<'a>(value: &str, known: &[&'a str]) -> Option<&'a str> {
    let words: Vec<&str> = known.iter().map(|uri| last_word(uri)).collect();
    let near = suggest::nearest(last_word(value), &words)?;
    known.iter().copied().find(|uri| last_word(uri) == near)
}

fn last_word(uri: &str) -> &str {
    uri.rsplit(':').next().unwrap_or_default()
}
