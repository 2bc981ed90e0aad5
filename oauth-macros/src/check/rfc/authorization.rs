//! Authorization requests: whole, each with protection of its own, and coming back to the right place.

use super::rules::Rules;
use crate::check::base::is_loopback;
use crate::keys::Rule;
use crate::model::ListStyle;

impl Rules<'_> {
    pub(super) fn authorization_requests(&self) {
        self.authorization_request_is_complete();
        self.no_implicit_grant();
        self.state_is_fresh();
        self.challenge_is_hashed();
        self.redirects_come_back();
        self.scopes_are_scopes();
    }

    /// Whether the request stands elsewhere, and this one only names it or carries it in one piece.
    fn refers_to_its_request(&self) -> bool {
        self.has_any(&["request_uri", "request"])
    }

    /// Whether it is known by its word to be where authorization is asked for.
    fn is_an_authorization_page(&self) -> bool {
        self.is("authorization_endpoint") || self.is("pushed_authorization_request_endpoint")
    }

    /// A request for a code or token names the client and what it wants.
    fn authorization_request_is_complete(&self) {
        if !self.is_authorization_request() || self.written.broken {
            return;
        }
        let asks_for_identity = self
            .said("response_type")
            .is_some_and(|(value, _)| value.split(' ').any(|word| word == "id_token"));
        let mut required: Vec<(&str, &str, &str)> = Vec::new();
        if self.has("response_type") {
            required.push((
                "client_id",
                "RFC 6749, section 4.1.1: required",
                "`client_id: String`",
            ));
            // A challenge or nonce binds the answer to its request, too (RFC 9700, section 2.1).
            let is_bound = self.has_any(&["code_challenge", "nonce"]);
            if !is_bound && !self.refers_to_its_request() {
                required.push((
                    "state",
                    "RFC 6749, section 10.12: an answer has to belong to its request",
                    "`state: String`",
                ));
            }
            if asks_for_identity && !self.refers_to_its_request() {
                required.push((
                    "nonce",
                    "OpenID Connect Core 1.0, section 3.2.2.1: required",
                    "`nonce: String`",
                ));
            }
        } else if self.is_an_authorization_page() && !self.refers_to_its_request()
            || self.can_name_the_client()
                && self.has("redirect_uri")
                && !self.path_ends_in(&["logout", "signout", "end"])
        {
            required.push((
                "response_type",
                "RFC 6749, section 4.1.1: required",
                "`#[constant = \"code\"] response_type: String`",
            ));
        }
        for (name, section, text) in required {
            let is_there = self.has(name) || name == "client_id" && self.can_name_the_client();
            if !is_there {
                self.broken_on(
                    Rule::IncompleteAuthorizationRequest,
                    &self.written.ident,
                    format_args!(
                        "the authorization request `{}` has no `{name}` ({section})",
                        self.name()
                    ),
                    format_args!("add {text}"),
                );
            }
        }
    }

    fn no_implicit_grant(&self) {
        if let Some((value, span)) = self.said("response_type")
            && value.split(' ').any(|word| word == "token")
        {
            self.broken_at(
                Rule::ImplicitGrant,
                span,
                "`response_type` asks for an access token in the URL (RFC 9700, section 2.1.2)",
                "write `\"code\"`",
            );
        }
    }

    /// What protects one request is made for one request.
    fn state_is_fresh(&self) {
        let fresh = [
            ("state", "RFC 6749, section 10.12"),
            ("code_challenge", "RFC 7636, section 7.1"),
            ("nonce", "RFC 9700, section 2.1.1"),
            ("dpop", "RFC 9449, section 4.2"),
        ];
        for (name, section) in fresh {
            if let Some((_, span)) = self.said(name) {
                self.broken_at(
                    Rule::ConstantState,
                    span,
                    format_args!(
                        "`{name}` is the same in every request, and protects none ({section})"
                    ),
                    format_args!("remove the value: the caller gives `{name}`"),
                );
            }
        }
    }

    fn challenge_is_hashed(&self) {
        let rule = Rule::PlainCodeChallenge;
        if let Some((method, span)) = self.said("code_challenge_method")
            && method != "S256"
        {
            self.broken_at(
                rule,
                span,
                format_args!(
                    "the challenge method `{method}` is not `S256` (RFC 7636, section 4.2 and RFC 9700, section 2.1.1)"
                ),
                "write `\"S256\"`",
            );
        }
        match (self.parameter("code_challenge"), self.parameter("code_challenge_method")) {
            (Some((written, _)), None) if !self.written.broken => self.broken_on(
                rule,
                &written.ident,
                "`code_challenge` has no `code_challenge_method`, and is taken as `plain` (RFC 7636, section 4.3)",
                "add `code_challenge_method: Option<CodeChallengeMethod>`",
            ),
            (None, Some((written, _))) if !self.written.broken => self.broken_on(
                rule,
                &written.ident,
                "`code_challenge_method` has no `code_challenge` (RFC 7636, section 4.3)",
                "add `code_challenge: Option<String>`",
            ),
            _ => {}
        }
    }

    fn redirects_come_back(&self) {
        let Some((text, span)) = self.said("redirect_uri") else { return };
        if text.starts_with("urn:ietf:wg:oauth:2.0:oob") {
            self.broken_at(
                Rule::OutOfBandRedirect,
                span,
                "an out-of-band `redirect_uri` hands the code to whoever sees the screen (RFC 8252, section 7)",
                "use a loopback address or a claimed URL",
            );
        } else if let Some((wrong, help)) = wrong_redirect(&text) {
            self.broken_at(
                Rule::InvalidRedirect,
                span,
                format_args!("the `redirect_uri` `{text}` {wrong}"),
                help,
            );
        }
    }

    /// A scope is one or more words of visible ASCII, without quotes and backslashes.
    fn scopes_are_scopes(&self) {
        let Some((text, span)) = self.said("scope") else { return };
        let list = self.parameter("scope").and_then(|(_, scope)| scope.list.as_ref());
        let separator = match list {
            Some(ListStyle::Joined(separator)) => separator,
            _ => " ",
        };
        if separator != " " && text.contains(' ') {
            self.errors.at(
                span,
                format_args!(
                    "the scope `{}` has a space, and its words are separated by `{separator}`",
                    text.escape_debug()
                ),
                format_args!("write `\"{}\"`", text.split(' ').collect::<Vec<_>>().join(separator)),
            );
            return;
        }
        let text = text.replace(separator, " ");
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

/// Where a challenge is sent, the verifier has to follow (RFC 7636, section 4.5).
pub(super) fn challenge_has_its_verifier(all: &[Rules<'_>]) {
    let challenged = all.iter().find(|it| it.has("code_challenge"));
    let Some(challenged) = challenged else { return };
    for rules in all {
        if rules.trades_a_code() && !rules.has("code_verifier") && !rules.written.broken {
            rules.broken_on(
                Rule::IncompleteGrant,
                &rules.written.ident,
                format_args!(
                    "`{}` cannot send the `code_verifier` for the `code_challenge` of `{}` (RFC 7636, section 4.5: required)",
                    rules.name(),
                    challenged.name()
                ),
                "add `code_verifier: Option<SecretString>`",
            );
        }
    }
}

/// Where nothing but a code authenticates a client, a challenge does (RFC 9700, section 2.1.1).
pub(super) fn public_clients_have_a_challenge(all: &[Rules<'_>]) {
    let public =
        all.iter().find(|it| it.trades_a_code() && it.client_may_be_public() && !it.written.broken);
    let Some(public) = public else { return };
    for rules in all {
        let response = rules.said("response_type");
        let asks_for_a_code = rules.has("response_type")
            && response.is_none_or(|(value, _)| value.split(' ').any(|word| word == "code"));
        if asks_for_a_code
            && rules.is_authorization_request()
            && !rules.has("code_challenge")
            && !rules.refers_to_its_request()
            && !rules.written.broken
        {
            rules.broken_on(
                Rule::MissingCodeChallenge,
                &rules.written.ident,
                format_args!(
                    "`{}` has no `code_challenge`, and `{}` takes codes from clients without a secret (RFC 9700, section 2.1.1: required)",
                    rules.name(),
                    public.name()
                ),
                "add `code_challenge: String` and `code_challenge_method: CodeChallengeMethod`",
            );
        }
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
    let host = rest.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    match scheme {
        "https" | "urn" => None,
        "http" if is_loopback(host) => None,
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
