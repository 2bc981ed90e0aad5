//! What holds of a declaration: every question that the expansion asks has an answer here.

mod auth;
mod endpoint;
mod name;
mod parameter;

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Visibility};

pub(crate) use auth::{Alternatives, Credentials, Scheme, variant};
pub(crate) use endpoint::{Answer, Body, Endpoint, Grant};
pub(crate) use name::{camel, plain};
pub(crate) use parameter::{Location, Need, Parameter, Value, WrittenBy};

/// An API that can be expanded.
pub(crate) struct Api {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) runtime: TokenStream,
    pub(crate) base: Base,
    pub(crate) auth: Alternatives,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// Where the API lives.
pub(crate) enum Base {
    Url(String),
    Urls(Vec<NamedUrl>),
    Path(String),
}

/// A base URL with its name.
pub(crate) struct NamedUrl {
    pub(crate) name: Ident,
    pub(crate) url: String,
}

impl Api {
    /// The client: `UspsClient`.
    pub(crate) fn client(&self) -> Ident {
        self.named("Client")
    }

    /// The enum of base URLs: `UspsBaseUrl`.
    pub(crate) fn base_url(&self) -> Ident {
        self.named("BaseUrl")
    }

    /// The credentials, where they are a type of their own: `UspsCredentials`.
    pub(crate) fn credentials(&self) -> Ident {
        self.named("Credentials")
    }

    /// The hidden module of descriptions.
    pub(crate) fn hidden(&self) -> Ident {
        let name = name::snake(&plain(&self.ident));
        Ident::new(&format!("__{name}"), self.ident.span())
    }

    /// A type that belongs to an endpoint: `UspsPostRevokeRequest`.
    pub(crate) fn of_endpoint(&self, endpoint: &Endpoint, what: &str) -> Ident {
        let name = format!("{}{}{what}", plain(&self.ident), camel(&plain(&endpoint.ident)));
        Ident::new(&name, endpoint.ident.span())
    }

    /// The sealed trait that says "this required parameter was given": `UspsPostRevokeHasToken`.
    pub(crate) fn given(&self, endpoint: &Endpoint, parameter: &Parameter) -> Ident {
        let name = self.of_endpoint(endpoint, &format!("Has{}", camel(&plain(&parameter.ident))));
        Ident::new(&name.to_string(), parameter.ident.span())
    }

    /// The sealed trait that says "the credentials of this call were given".
    pub(crate) fn given_credentials(&self, endpoint: &Endpoint) -> Ident {
        self.of_endpoint(endpoint, "HasOwnCredentials")
    }

    fn named(&self, what: &str) -> Ident {
        Ident::new(&format!("{}{what}", plain(&self.ident)), self.ident.span())
    }
}
