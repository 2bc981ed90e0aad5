//! The API as a whole.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, Token, Visibility};

use super::auth::Alternatives;
use super::endpoint::{Endpoint, EndpointBase};
use super::response_header::ResponseHeader;
use crate::name::{camel, ident, plain};
use crate::paths::{self, Runtime};

/// An API that can be expanded.
pub(crate) struct Api {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) runtime: Runtime,
    pub(crate) base: Base,
    /// The bases with names, and those of endpoints with whole URLs.
    pub(crate) bases: Vec<NamedBase>,
    pub(crate) auth: Alternatives,
    pub(crate) headers: Vec<(String, String)>,
    /// Whether the attribute namespace `diagnostic` can be used: not under `no_implicit_prelude`.
    pub(crate) has_diagnostics: bool,
    /// The headers of responses; those of the endpoints, too, once these are known.
    pub(crate) response_headers: Vec<ResponseHeader>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// Where the API lives.
pub(crate) enum Base {
    Url(String),
    Urls(Vec<NamedUrl>),
    Path(String),
    /// None: each endpoint is elsewhere.
    None,
}

/// A base beside that of the API.
pub(crate) struct NamedBase {
    pub(crate) name: String,
    /// The URLs by environment; one without a name is that of all.
    pub(crate) urls: Vec<(String, String)>,
}

impl NamedBase {
    /// What an endpoint there has as its base.
    pub(crate) fn of_endpoint(&self) -> EndpointBase {
        let url = match self.urls.as_slice() {
            [(_, url)] => Some(url.clone()),
            _ => None,
        };
        EndpointBase::Named { name: self.name.clone(), url }
    }

    /// Whether this is its URL, in an environment at least.
    pub(crate) fn has(&self, url: &str) -> bool {
        self.urls.iter().any(|(_, own)| own == url)
    }
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

    /// What the names of an endpoint's types begin with: `UspsPostRevoke`.
    pub(crate) fn prefix(&self, endpoint: &Ident) -> String {
        plain(&self.ident) + &camel(&plain(endpoint))
    }

    /// Whether the URL of an endpoint is in the metadata of the server.
    pub(crate) fn needs_metadata(&self) -> bool {
        self.endpoints.iter().any(|endpoint| matches!(endpoint.base, EndpointBase::Metadata(_)))
    }

    /// The visibility of what is generated at a place. A `pub` that came out of a macro of the user's would have the compiler
    /// take what is generated for that macro's, and report what nobody uses of it.
    pub(crate) fn vis_at(&self, place: Span) -> Visibility {
        match &self.vis {
            Visibility::Public(_) => Visibility::Public(Token![pub](paths::generated_at(place))),
            other => other.clone(),
        }
    }

    /// The attribute that keeps generated items from being reported as unused where the trait is not exported.
    pub(crate) fn may_be_unused(&self) -> TokenStream {
        if matches!(self.vis, Visibility::Public(_)) {
            return TokenStream::new();
        }
        quote! { #[allow(dead_code, reason = "a declaration has more than one crate calls")] }
    }

    fn named(&self, what: &str) -> Ident {
        ident(&format!("{}{what}", plain(&self.ident)), self.ident.span())
    }
}
