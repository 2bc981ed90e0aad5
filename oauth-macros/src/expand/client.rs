//! The client, its constructors and the enum of base URLs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{constants, credentials, description, docs, draft};
use crate::model::{Api, Base, Endpoint, NamedUrl};
use crate::name::{camel, ident, plain};

// Expands to:
//
//     /// Client of [`Usps`].
//     pub struct UspsClient { client: Client }
//     impl UspsClient {
//         pub const API: &'static Api = &..;
//         pub fn new(credentials: impl Into<Basic>) -> Self { .. }
//         pub fn builder() -> ClientBuilder<Self> { .. }
//         pub fn post_revoke(&self) -> UspsPostRevokeRequest { .. }
//     }
pub(super) fn expand_client(api: &Api) -> TokenStream {
    let Api { runtime, ident, .. } = api;
    let vis = api.vis_at(ident.span());
    let client = api.client();
    let credentials = credentials::type_of_api(api);
    let description = description::describe_api(api);
    let constructors = expand_constructors(api, &credentials);
    let methods = api.endpoints.iter().map(|endpoint| expand_method(api, endpoint));
    let base_url = expand_base_url(api);
    let constants = constants::expand_constants(api);
    let unused = api.may_be_unused();
    let attrs = docs::without_docs(&api.attrs);
    let text = docs::line(&format!("Client of [`{}`]: calls its endpoints.", plain(ident)))
        .paragraph("Cheap to clone, and shared by its clones: connections, credentials and settings are the same.");
    quote! {
        #text
        #(#attrs)*
        #vis struct #client {
            client: #runtime::__private::Client,
        }

        #unused
        impl #client {
            /// The description of the API: its endpoints and their parameters.
            pub const API: &'static #runtime::description::Api = #description;

            #(#constants)*
            #constructors
            #(#methods)*
        }

        impl #runtime::ApiClient for #client {
            type Credentials = #credentials;

            const API: &'static #runtime::description::Api = Self::API;

            fn from_client(client: #runtime::__private::Client) -> Self {
                Self { client }
            }
        }

        impl ::core::clone::Clone for #client {
            fn clone(&self) -> Self {
                Self { client: ::core::clone::Clone::clone(&self.client) }
            }
        }

        impl ::core::fmt::Debug for #client {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.client, f)
            }
        }

        #base_url
    }
}

/// The functions that make a client: those of its kind of base, and the one that leads to all settings.
fn expand_constructors(api: &Api, credentials: &TokenStream) -> TokenStream {
    let runtime = &api.runtime;
    let given = Given::of(api, credentials);
    let makes = if api.needs_metadata() {
        expand_of_server(api, &given)
    } else {
        match &api.base {
            Base::Path(path) => expand_new_at(api, &given, path),
            Base::Url(url) => expand_new(api, &given, Some(url)),
            Base::Urls(urls) => {
                let default = urls.first().map_or("", |named| &named.url);
                expand_new(api, &given, Some(default))
            }
            Base::None => expand_new(api, &given, None),
        }
    };
    quote! {
        #makes

        /// Begins a client with settings of its own: base URL, credentials, timeouts, HTTP client, transport.
        pub fn builder() -> #runtime::ClientBuilder<Self> {
            #runtime::ClientBuilder::new()
        }
    }
}

/// How the credentials are given to a constructor.
struct Given {
    argument: TokenStream,
    value: TokenStream,
    /// For documentation.
    text: &'static str,
}

impl Given {
    fn of(api: &Api, credentials: &TokenStream) -> Self {
        let runtime = &api.runtime;
        if api.auth.is_none() {
            return Self {
                argument: TokenStream::new(),
                value: quote! { #runtime::__private::NoCredentials::default() },
                text: "",
            };
        }
        // All with the span of the trait's name: a local of another span may be another local.
        let place = api.ident.span();
        let given = Ident::new("credentials", place);
        let runtime_here = runtime.at(place);
        Self {
            argument: quote_spanned! { place => #given: impl #runtime_here::IntoCredentials<#credentials> },
            value: quote! { #runtime::IntoCredentials::<#credentials>::into_credentials(#given) },
            text: ", with these credentials",
        }
    }
}

const BASE_URL_ERRORS: &str = "`Error::Build` where the base URL is empty, relative or plain `http` to a host that is not loopback.";

/// The constructor of a client whose origin is given.
fn expand_new_at(api: &Api, given: &Given, path: &str) -> TokenStream {
    let appended = if path.trim_end_matches('/').is_empty() {
        String::new()
    } else {
        format!(" `{path}` is appended, unless the URL ends with it.")
    };
    let text = format!("Makes a client of the API at this base URL{}.{appended}", given.text);
    expand_at(api, given, &Ident::new("new", api.ident.span()), &text)
}

/// The constructors of a client whose base is declared: there, and elsewhere. Where there is more than one base, another than
/// all is for the builder to say.
fn expand_new(api: &Api, given: &Given, default: Option<&str>) -> TokenStream {
    let Given { argument, value, text } = given;
    let runtime = &api.runtime;
    let named_new = Ident::new("new", api.ident.span());
    let place = default.map(|default| format!(" at `{default}`")).unwrap_or_default();
    let new = docs::line(&format!("Makes a client of the API{place}{text}."));
    let elsewhere = if api.bases.is_empty() || matches!(api.base, Base::Urls(_)) {
        let elsewhere = format!("Makes a client of the API at another base URL{text}.");
        expand_at(api, given, &Ident::new("at", api.ident.span()), &elsewhere)
    } else {
        TokenStream::new()
    };
    quote! {
        #new
        #[must_use]
        pub fn #named_new(#argument) -> Self {
            Self { client: #runtime::__private::Client::new::<Self>(&#value) }
        }

        #elsewhere
    }
}

// Expands to:
//
//     pub fn new(metadata: impl Into<ServerMetadata>, credentials: impl IntoCredentials<..>) -> Self { .. }
//     pub fn discover(issuer: impl Into<String>, credentials: impl IntoCredentials<..>) -> Discovering<Self> { .. }
//
/// The constructors of a client that learns its URLs from the server. Where an origin is needed as well, the builder takes
/// both.
fn expand_of_server(api: &Api, given: &Given) -> TokenStream {
    let Given { argument, value, text } = given;
    let runtime = &api.runtime;
    let metadata = quote! {
        /// Returns what is known of the server.
        #[must_use]
        pub fn metadata(&self) -> &#runtime::ServerMetadata {
            #runtime::__private::metadata(&self.client)
        }
    };
    if let Base::Path(_) = api.base {
        return metadata;
    }
    let named_new = Ident::new("new", api.ident.span());
    let new = docs::line(&format!("Makes a client of the server with this metadata{text}."));
    let discover = docs::line(&format!(
        "Fetches the metadata of the server that this issuer names, and makes a client of it{text}."
    ))
    .paragraph("For settings of its own, begin with [`builder`](Self::builder) and end with `.discover(…)`.")
    .errors("`Error::Build` where the issuer is no `https` URL, or `http` to loopback; those of a call; and `Error::Unexpected` where the metadata names another issuer.");
    quote! {
        #new
        #[must_use]
        pub fn #named_new(
            metadata: impl ::core::convert::Into<#runtime::ServerMetadata>,
            #argument
        ) -> Self {
            Self { client: #runtime::__private::Client::of_server::<Self>(metadata, &#value) }
        }

        #discover
        pub fn discover(
            issuer: impl ::core::convert::Into<::std::string::String>,
            #argument
        ) -> #runtime::Discovering<Self> {
            #runtime::ClientBuilder::new().credentials(#value).discover(issuer)
        }

        #metadata
    }
}

/// A constructor that is given the base URL.
fn expand_at(api: &Api, given: &Given, name: &Ident, text: &str) -> TokenStream {
    let Given { argument, value, .. } = given;
    let runtime = &api.runtime;
    let text = docs::line(text).errors(BASE_URL_ERRORS);
    quote! {
        #text
        pub fn #name(
            base_url: impl ::core::convert::Into<#runtime::BaseUrl>,
            #argument
        ) -> ::core::result::Result<Self, #runtime::Error> {
            #runtime::ClientBuilder::new().base_url(base_url).credentials(#value).build()
        }
    }
}

/// The method that begins a call.
fn expand_method(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let method = endpoint.client_method();
    let docs = docs::for_endpoint(endpoint);
    let runtime = &api.runtime;
    let request = endpoint.named("Request");
    let empty = draft::expand_empty(endpoint);
    let next =
        Ident::new(if endpoint.is_browser() { "NEXT_OF_PAGE" } else { "NEXT" }, Span::call_site());
    quote! {
        #docs
        pub fn #method(&self) -> #request {
            #request {
                call: #runtime::__private::call(&self.client),
                draft: #empty,
                next: #runtime::__private::#next,
                state: ::core::marker::PhantomData,
            }
        }
    }
}

// Expands to:
//
//     /// Base URLs of [`Usps`].
//     #[non_exhaustive]
//     pub enum UspsBaseUrl { Production, Testing }
fn expand_base_url(api: &Api) -> TokenStream {
    let Base::Urls(urls) = &api.base else { return TokenStream::new() };
    let runtime = &api.runtime;
    let name = api.base_url();
    let vis = api.vis_at(name.span());
    let variant = |named: &NamedUrl| ident(&camel(&plain(&named.name)), named.name.span());
    let variants = urls.iter().map(|named| {
        let variant = variant(named);
        let text = docs::line(&format!("`{}`", named.url));
        quote! { #text #variant }
    });
    let arms = urls.iter().map(|named| {
        let variant = variant(named);
        let url = &named.url;
        quote! { Self::#variant => #url }
    });
    let text = docs::line(&format!("Base URLs of [`{}`].", plain(&api.ident)));
    let into = if api.bases.is_empty() {
        quote! { ::core::convert::From::from(base_url.as_str()) }
    } else {
        let names = urls.iter().map(|named| {
            let (variant, environment) = (variant(named), plain(&named.name));
            quote! { #name::#variant => #environment }
        });
        quote! { #runtime::__private::base_url_of(base_url.as_str(), match base_url { #(#names),* }) }
    };
    let unused = api.may_be_unused();
    quote! {
        #text
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
        #[non_exhaustive]
        #unused
        #vis enum #name {
            #(#variants),*
        }

        #unused
        impl #name {
            /// Returns the URL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(#arms),*
                }
            }
        }

        impl ::core::convert::From<#name> for #runtime::BaseUrl {
            fn from(base_url: #name) -> Self {
                #into
            }
        }
    }
}
