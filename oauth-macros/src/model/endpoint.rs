//! Endpoints and their grants.

use proc_macro2::Ident;
use syn::{Attribute, Type};

use super::auth::Alternatives;
use super::callback::CallbackNames;
use super::parameter::{Location, Parameter, Value};
use super::response_header::ResponseHeader;
use crate::keys::{TimeWord, TokenMember};
use crate::name::{ident, plain};

/// An endpoint that can be expanded.
pub(crate) struct Endpoint {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// What the names of its types begin with: `UspsPostRevoke`.
    pub(crate) prefix: String,
    /// Its place among the endpoints of the API.
    pub(crate) index: usize,
    /// The HTTP method in capitals.
    pub(crate) method: String,
    pub(crate) path: String,
    /// What comes before the path.
    pub(crate) base: EndpointBase,
    pub(crate) auth: Alternatives,
    /// Whether it takes other credentials than the client has, so that those of one call have a type of their own: the
    /// client's could hold what is not sent, or lack what can be.
    pub(crate) other_credentials: bool,
    /// Whether the client's credentials never serve, so that each call is given its own.
    pub(crate) own_credentials: bool,
    pub(crate) bodies: Vec<Body>,
    pub(crate) headers: Vec<(String, String)>,
    /// The types that error bodies have, with the status where it is said.
    pub(crate) errors: Vec<(Option<u16>, Type)>,
    pub(crate) response: Response,
    /// What is said of the token, where the response is that of a token endpoint.
    pub(crate) token: Option<Token>,
    /// The names of the departures that the vendor is known for.
    pub(crate) deviations: Vec<String>,
    /// What says that the server refused, where the vendor has its own way to say so.
    pub(crate) refusal: Option<Refusal>,
    /// The places of an error body at which its reason may be.
    pub(crate) reason: Vec<Way>,
    /// Whether a client may authenticate twice in one request.
    pub(crate) two_client_authentications: bool,
    /// The places of the parameters that the client's credentials fill.
    pub(crate) client_id: Option<usize>,
    pub(crate) client_secret: Option<usize>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) grants: Vec<Grant>,
    /// What parts the words of a `scope` in its response.
    pub(crate) scope_separator: Option<String>,
    /// The end of a page's URL, as it is written.
    pub(crate) fragment: Option<String>,
    pub(crate) callback: Option<CallbackNames>,
    /// The headers of its responses: its own, then those of the trait.
    pub(crate) response_headers: Vec<ResponseHeader>,
}

/// What comes before the path of an endpoint.
pub(crate) enum EndpointBase {
    /// The base of the API.
    Api,
    /// The base of this name; its URL, where there is but one.
    Named { name: String, url: Option<String> },
    /// The URL of this name in the metadata of the server, and no path.
    Metadata(String),
    /// The URL that the parameter of this name is, and no path.
    Parameter(String),
}

/// The content type of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Form,
    Json,
}

/// What a success is, with the type as the author wrote it.
pub(crate) enum Response {
    Nothing,
    Json(Type),
    Redirect(Type),
    RedirectOrNothing(Type),
    RedirectOrJson(Type),
    JsonOrNothing(Type),
    RedirectOrJsonOrNothing(Type),
    Text(Type),
    Bytes(Type),
    Browser,
}

/// Where something is in an answer: the names of the members on the way, from the outermost.
pub(crate) type Way = Vec<String>;

/// What is said of the token that an endpoint responds with.
pub(crate) struct Token {
    /// Its lifetime in seconds, where the response says none.
    pub(crate) default_expires_in: Option<u32>,
    /// Where its members are that are not where the RFC has them.
    pub(crate) places: Vec<TokenPlace>,
    /// The vendor's words for a code or refresh token that is used up.
    pub(crate) spent: Vec<String>,
}

/// Where a member of a token is, and how it is written if it is a time.
pub(crate) struct TokenPlace {
    pub(crate) member: TokenMember,
    pub(crate) way: Way,
    pub(crate) time: TimeWord,
}

/// A member that tells of a refusal.
pub(crate) struct Refusal {
    pub(crate) member: Way,
    pub(crate) except: Option<Value>,
    pub(crate) code: Option<Way>,
    pub(crate) description: Option<Way>,
}

/// A grant that can be expanded.
pub(crate) struct Grant {
    /// The value of `grant_type`.
    pub(crate) named: String,
    /// The name of its entry.
    pub(crate) entry: Ident,
    /// Indices of the parameters that the caller has to give.
    pub(crate) required: Vec<usize>,
    /// Indices of the parameters that the caller may give.
    pub(crate) optional: Vec<usize>,
    /// The wire names it adds to what every call needs, and those it may have.
    pub(crate) needs: Vec<String>,
    pub(crate) may: Vec<String>,
    /// Each refresh ends the refresh token that it traded.
    pub(crate) rotates: bool,
    /// For how many seconds a spent refresh token may be sent again.
    pub(crate) reuse_within: Option<u32>,
}

/// Names that the client needs for itself: an endpoint of that name gets a method with `_` after it.
const TAKEN: &[&str] = &["API", "at", "builder", "clone", "discover", "metadata", "new"];

impl Response {
    /// Whether a value is read from JSON.
    pub(crate) const fn is_json(&self) -> bool {
        matches!(
            self,
            Self::Json(_)
                | Self::RedirectOrJson(_)
                | Self::JsonOrNothing(_)
                | Self::RedirectOrJsonOrNothing(_)
        )
    }

    /// Whether the body is taken as it came.
    pub(crate) const fn is_raw(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Bytes(_))
    }
}

impl Endpoint {
    /// One of its types: `UspsPostRevokeRequest`.
    pub(crate) fn named(&self, what: &str) -> Ident {
        ident(&format!("{}{what}", self.prefix), self.ident.span())
    }

    /// Method and address, for documentation.
    pub(crate) fn route(&self) -> String {
        let Self { method, path, .. } = self;
        match &self.base {
            EndpointBase::Api if path.is_empty() => format!("`{method}` at the base URL"),
            EndpointBase::Api => format!("`{method} {path}`"),
            EndpointBase::Named { url: Some(url), .. } => {
                let url = if path.is_empty() { url } else { url.trim_end_matches('/') };
                format!("`{method} {url}{path}`")
            }
            EndpointBase::Named { name, .. } if path.is_empty() => {
                format!("`{method}` at the base `{name}`")
            }
            EndpointBase::Named { name, .. } => format!("`{method} {path}` at the base `{name}`"),
            EndpointBase::Metadata(word) | EndpointBase::Parameter(word) => {
                format!("`{method} {word}`")
            }
        }
    }

    /// The word in place of the path, where the URL is learned at run time.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.base {
            EndpointBase::Api | EndpointBase::Named { .. } => None,
            EndpointBase::Metadata(word) | EndpointBase::Parameter(word) => Some(word),
        }
    }

    /// The name of the client's method that begins a call.
    pub(crate) fn client_method(&self) -> Ident {
        let name = plain(&self.ident);
        if TAKEN.contains(&name.as_str()) {
            ident(&format!("{name}_"), self.ident.span())
        } else {
            self.ident.clone()
        }
    }

    /// The constant with the names of what comes back: `AUTHORIZE_CALLBACK`.
    pub(crate) fn callback_constant(&self) -> Ident {
        let name = plain(&self.ident).to_uppercase();
        ident(&format!("{name}_CALLBACK"), self.ident.span())
    }

    /// The sealed trait that says "this required parameter was given": `UspsPostRevokeHasToken`.
    pub(crate) fn given(&self, parameter: &Parameter) -> Ident {
        let name = format!("{}Has{}", self.prefix, parameter.camel);
        ident(&name, parameter.ident.span())
    }

    /// The sealed trait that says "the credentials of this call were given".
    pub(crate) fn given_credentials(&self) -> Ident {
        self.named("HasOwnCredentials")
    }

    /// The parameters that the caller has to give, in order.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_required())
    }

    /// The parameters that the caller can give, in order.
    pub(crate) fn settable(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_settable())
    }

    pub(crate) const fn is_browser(&self) -> bool {
        matches!(self.response, Response::Browser)
    }

    /// Whether the body can be form or JSON, as the caller likes.
    pub(crate) fn has_choice_of_body(&self) -> bool {
        self.bodies.len() > 1
    }

    /// Whether everything it sends is in the URL and headers.
    pub(crate) fn has_no_body(&self) -> bool {
        self.bodies.is_empty()
    }

    /// Whether the response or an error has a type, so that JSON is asked for; not where that would be the wrong answer.
    pub(crate) fn asks_for_json(&self) -> bool {
        self.response.is_json() || (!self.errors.is_empty() && !self.response.is_raw())
    }

    /// The two parameters of PKCE, if it has both.
    pub(crate) fn pkce(&self) -> Option<(&Parameter, &Parameter)> {
        let named = |name: &str| {
            let is_named = |it: &&Parameter| it.is(name);
            self.parameters.iter().filter(|it| it.location != Location::Header).find(is_named)
        };
        Some((named("code_challenge")?, named("code_challenge_method")?))
    }

    /// The parameter that says the grant type, if the caller can say it.
    pub(crate) fn grant_type(&self) -> Option<&Parameter> {
        self.settable().find(|parameter| parameter.is("grant_type"))
    }
}
