//! Requests to the endpoints that RFCs describe: by `POST`, as a form, with what they require.

use super::rules::Rules;
use crate::keys::Rule;
use crate::model::{Body, ListStyle, Location, WrittenBy};

/// An endpoint that an RFC describes.
struct Kind {
    /// What it is called, with its article.
    called: &'static str,
    /// The section that wants `POST`, and the one that wants a form.
    posted: &'static str,
    form: &'static str,
}

const TOKEN: Kind = Kind {
    called: "a token endpoint",
    posted: "RFC 6749, section 3.2",
    form: "RFC 6749, appendix B",
};

const REVOCATION: Kind = Kind {
    called: "a revocation endpoint",
    posted: "RFC 7009, section 2.1",
    form: "RFC 7009, section 2.1",
};

const INTROSPECTION: Kind = Kind {
    called: "an introspection endpoint",
    posted: "RFC 7662, section 2.1",
    form: "RFC 7662, section 2.1",
};

const DEVICE: Kind = Kind {
    called: "a device authorization endpoint",
    posted: "RFC 8628, section 3.1",
    form: "RFC 8628, section 3.1",
};

const PUSHED: Kind = Kind {
    called: "a pushed authorization request endpoint",
    posted: "RFC 9126, section 2",
    form: "RFC 9126, section 2.1",
};

/// What comes once in a request (RFC 6749, section 11.2.2; RFC 7636, section 6.1).
const ONCE: &[&str] = &[
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "password",
    "redirect_uri",
    "refresh_token",
    "response_type",
    "scope",
    "state",
    "username",
];

/// How the paths of device authorization endpoints end: that of RFC 8628, and those of well-known vendors.
const DEVICE_PATHS: &[&str] = &[
    "/auth/device",
    "/authorize_device",
    "/device/authorize",
    "/device/code",
    "/device_authorization",
    "/device_code",
    "/devicecode",
];

impl Rules<'_> {
    pub(super) fn requests(&self) {
        self.parameters_come_once();
        if self.endpoint.is_browser() {
            return;
        }
        if let Some(kind) = self.kind() {
            self.is_posted(&kind);
            self.is_a_form(&kind);
        }
        if self.is_device_authorization() {
            self.device_names_the_client();
        }
        if self.is_pushed_authorization() {
            self.pushed_request_is_no_reference();
        }
        self.request_has_its_token();
        self.hint_has_its_token();
    }

    /// What RFC 6749 has in a request is there once; the resources of RFC 8707 and the like are lists.
    fn parameters_come_once(&self) {
        if !self.has("grant_type") && !self.is_authorization_request() {
            return;
        }
        for (written, parameter) in self.parameters() {
            let in_pairs = matches!(parameter.location, Location::Query | Location::Body)
                && parameter.written_by == WrittenBy::List
                && parameter.list == Some(ListStyle::Repeated);
            let Some(name) = ONCE.iter().find(|name| in_pairs && parameter.is(name)) else {
                continue;
            };
            self.broken_on(
                Rule::RepeatedParameter,
                &written.ty,
                format_args!(
                    "`{name}` is a list, and is sent more than once (RFC 6749, sections 3.1 and 3.2: at most once)"
                ),
                if *name == "scope" {
                    "write `Scopes`, which are one text"
                } else {
                    "write the type of one value"
                },
            );
        }
    }

    fn kind(&self) -> Option<Kind> {
        if self.has("grant_type") || self.is("token_endpoint") {
            Some(TOKEN)
        } else if self.is("revocation_endpoint")
            || self.has("token") && self.path_ends_in(&["revoke", "revocation"])
        {
            Some(REVOCATION)
        } else if self.is_introspection() {
            Some(INTROSPECTION)
        } else if self.is_device_authorization() {
            Some(DEVICE)
        } else if self.is_pushed_authorization() {
            Some(PUSHED)
        } else {
            None
        }
    }

    fn is_device_authorization(&self) -> bool {
        if self.is("device_authorization_endpoint") {
            return true;
        }
        let path = self.endpoint.path.trim_end_matches('/');
        DEVICE_PATHS.iter().any(|end| path.ends_with(end))
            && self.has_any(&["client_id", "scope"])
            && !self.has_any(&["grant_type", "device_code", "user_code"])
    }

    fn is_posted(&self, kind: &Kind) {
        let Some(method) = self.written.method.as_ref().filter(|method| *method != "post") else {
            return;
        };
        self.broken_on(
            Rule::TokenEndpointMethod,
            method,
            format_args!(
                "`{}` is {} called with `{}` ({}: with `POST`)",
                self.name(),
                kind.called,
                self.endpoint.method,
                kind.posted
            ),
            "write `#[post(…)]`",
        );
    }

    fn is_a_form(&self, kind: &Kind) {
        if self.endpoint.bodies != [Body::Json] || self.is_in_words_of_its_own() {
            return;
        }
        let wrong = format!(
            "`{}` is {} called with JSON ({}: with a form)",
            self.name(),
            kind.called,
            kind.form
        );
        let whole = self.written.parameters.iter().flat_map(|parameter| &parameter.places);
        let whole = whole.into_iter().find(|place| place.is_json()).map(|place| &place.word);
        let said = self.written.body.as_ref().and_then(|body| body.0.first()).map(|(_, word)| word);
        match (whole, said) {
            (Some(word), _) => {
                let help = "declare its fields as parameters";
                self.broken_on(Rule::JsonTokenRequest, word, wrong, help);
            }
            (None, said) => {
                let at = said.unwrap_or(&self.written.ident);
                let help = "write `body = form` on this endpoint";
                self.broken_on(Rule::JsonTokenRequest, at, wrong, help);
            }
        }
    }

    /// Whether the vendor spells what makes it such a request in its own way: then it is like that of the RFC, and another.
    fn is_in_words_of_its_own(&self) -> bool {
        let marks = ["grant_type", "token", "client_id"];
        let mut present = marks.iter().filter_map(|mark| Some((*mark, self.parameter(mark)?)));
        present.next().is_some_and(|(mark, (_, parameter))| parameter.wire != mark)
    }

    fn device_names_the_client(&self) {
        if self.client_may_be_unnamed() && !self.has("client_id") && !self.written.broken {
            self.broken_on(
                Rule::IncompleteRequest,
                &self.written.ident,
                format_args!(
                    "the device authorization request `{}` has no `client_id` (RFC 8628, section 3.1: required)",
                    self.name()
                ),
                "add `client_id: String`",
            );
        }
    }

    fn pushed_request_is_no_reference(&self) {
        if let Some((written, _)) = self.parameter("request_uri") {
            self.broken_on(
                Rule::IncompleteRequest,
                &written.ident,
                "a pushed authorization request is sent whole, and not as a `request_uri` (RFC 9126, section 2.1)",
                "remove the parameter",
            );
        }
    }

    /// What a word says an endpoint is, says what its requests have.
    fn request_has_its_token(&self) {
        let section = match self.endpoint.word() {
            Some("revocation_endpoint") => "RFC 7009, section 2.1",
            Some("introspection_endpoint") => "RFC 7662, section 2.1",
            _ => return,
        };
        if !self.has("token") && !self.has("token_type_hint") && !self.written.broken {
            self.broken_on(
                Rule::IncompleteRequest,
                &self.written.ident,
                format_args!("the request `{}` has no `token` ({section}: required)", self.name()),
                "add `token: SecretString`",
            );
        }
    }

    fn hint_has_its_token(&self) {
        if let (Some((written, _)), false, false) =
            (self.parameter("token_type_hint"), self.has("token"), self.written.broken)
        {
            self.broken_on(
                Rule::IncompleteRequest,
                &written.ident,
                "`token_type_hint` has no `token` (RFC 7009, section 2.1 and RFC 7662, section 2.1: required)",
                "add `token: SecretString`",
            );
        }
    }
}
