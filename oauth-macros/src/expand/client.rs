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
    let makes = match &api.base {
        Base::Path(path) => expand_new_at(api, &given, path),
        Base::Url(url) => expand_new(api, &given, url),
        Base::Urls(urls) => expand_new(api, &given, urls.first().map_or("", |named| &named.url)),
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
    expand_at(api, given, &Ident::new("new", Span::call_site()), &text)
}

/// The constructors of a client whose base is declared: there, and elsewhere.
fn expand_new(api: &Api, given: &Given, default: &str) -> TokenStream {
    let Given { argument, value, text } = given;
    let runtime = &api.runtime;
    let named_new = Ident::new("new", api.ident.span());
    let new = docs::line(&format!("Makes a client of the API at `{default}`{text}."));
    let elsewhere = format!("Makes a client of the API at another base URL{text}.");
    let elsewhere = expand_at(api, given, &Ident::new("at", Span::call_site()), &elsewhere);
    quote! {
        #new
        #[must_use]
        pub fn #named_new(#argument) -> Self {
            Self { client: #runtime::__private::Client::new::<Self>(&#value) }
        }

        #elsewhere
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
                ::core::convert::From::from(base_url.as_str())
            }
        }
    }
}
