//! Request builders.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::setters::{Next, located};
use super::{credentials, docs, ends, grant, setters};
use crate::model::{Api, Endpoint, Parameter};
use crate::paths;

/// A builder: the plain one of an endpoint, or that of a grant.
pub(super) struct Builder<'a> {
    pub(super) api: &'a Api,
    pub(super) endpoint: &'a Endpoint,
    pub(super) name: Ident,
    /// What the caller has to give.
    pub(super) required: Vec<&'a Parameter>,
    /// The type parameters: one per required parameter, and one for credentials of the call.
    pub(super) states: Vec<Ident>,
    /// What the caller may give.
    pub(super) optional: Vec<&'a Parameter>,
    pub(super) docs: docs::Docs<'a>,
}

/// Emits the plain builder of an endpoint.
pub(super) fn request(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let required: Vec<&Parameter> = endpoint.required().collect();
    let builder = Builder {
        api,
        endpoint,
        name: endpoint.named("Request"),
        states: states(endpoint, &required),
        required,
        optional: endpoint.settable().filter(|parameter| !parameter.is_required()).collect(),
        docs: docs::request(api, endpoint),
    };
    let rest = self::builder(&builder);
    if endpoint.grants.is_empty() {
        return rest;
    }
    let entries = endpoint.grants.iter().map(|grant| grant::entry(&builder, grant));
    let Builder { name, states, .. } = &builder;
    let unused = api.may_be_unused();
    quote! {
        #rest

        #unused
        impl<#(#states),*> #name<#(#states),*> {
            #(#entries)*
        }
    }
}

/// The type parameters of a builder.
pub(super) fn states(endpoint: &Endpoint, required: &[&Parameter]) -> Vec<Ident> {
    let own = endpoint.own_credentials.then(|| Ident::new("CredentialsAre", endpoint.ident.span()));
    required.iter().map(|parameter| parameter.state()).chain(own).collect()
}

impl Builder<'_> {
    /// The bounds under which the builder is complete.
    pub(super) fn complete(&self) -> TokenStream {
        let Self { endpoint, required, states, .. } = self;
        if states.is_empty() {
            return TokenStream::new();
        }
        let given = required.iter().map(|parameter| {
            let place = parameter.ident.span();
            (endpoint.given(parameter), place)
        });
        let own =
            endpoint.own_credentials.then(|| (endpoint.given_credentials(), endpoint.ident.span()));
        let (given, asked): (Vec<Ident>, Vec<Ident>) = given
            .chain(own)
            .zip(states)
            .map(|((given, place), state)| (located(&given, place), located(state, place)))
            .unzip();
        quote! { where #(#asked: #given),* }
    }
}

// Expands to:
//
//     /// A call of [`post_revoke`](UspsClient::post_revoke), not sent yet.
//     #[must_use = "a request does nothing until it is sent: end it with `.send()`"]
//     pub struct UspsPostRevokeRequest<TokenIs = Missing> { call: Call, draft: UspsPostRevokeDraft, state: PhantomData<..> }
pub(super) fn builder(builder_of: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, name, states, docs, .. } = builder_of;
    let Api { runtime, vis, .. } = api;
    let draft = endpoint.named("Draft");
    let end = if endpoint.is_browser() { "url" } else { "send" };
    let must_use = format!("a request does nothing until it is sent: end it with `.{end}()`");
    let required = setters::required(builder_of);
    let optional = setters::optional(builder_of);
    let pkce = setters::pkce(builder_of);
    let options = options(builder_of);
    let ends = ends::ends(builder_of);
    let shown = name.to_string();
    let unused = api.may_be_unused();
    // Where the compiler shows the type of a request, it shows the endpoint.
    let place = paths::generated_at(endpoint.ident.span());
    let builder = quote_spanned! { place =>
        #vis struct #name<#(#states = #runtime::__private::Missing),*> {
            call: #runtime::__private::Call,
            draft: #draft,
            state: ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
        }
    };
    quote! {
        #docs
        #[must_use = #must_use]
        #unused
        #builder

        #unused
        impl<#(#states),*> #name<#(#states),*> {
            #required
            #optional
            #pkce
            #options
            #ends
        }

        impl<#(#states),*> ::core::fmt::Debug for #name<#(#states),*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_request(f, #shown, &self.call)
            }
        }
    }
}

/// How the call is made, where it can be made in more than one way.
fn options(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    if endpoint.is_browser() {
        return TokenStream::new();
    }
    let bodies = if endpoint.has_choice_of_body() {
        quote! {
            /// Sends the body as `application/json`.
            pub fn json(mut self) -> Self {
                #runtime::__private::set_body(&mut self.call, #runtime::__private::BodyKind::Json);
                self
            }

            /// Sends the body as `application/x-www-form-urlencoded`.
            pub fn form(mut self) -> Self {
                #runtime::__private::set_body(&mut self.call, #runtime::__private::BodyKind::Form);
                self
            }
        }
    } else {
        TokenStream::new()
    };
    let auth = if endpoint.auth.is_none() { TokenStream::new() } else { auth(builder) };
    quote! {
        #bodies
        #auth
    }
}

fn auth(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let ty = credentials::type_of_endpoint(api, endpoint);
    let set = quote! {
        #runtime::__private::set_auth(&mut self.call, &#runtime::IntoCredentials::<#ty>::into_credentials(credentials));
    };
    let place = endpoint.ident.span();
    let runtime_here = runtime.at(place);
    let argument = quote_spanned! { place => impl #runtime_here::IntoCredentials<#ty> };
    let own = builder.states.last().filter(|_| endpoint.own_credentials);
    if let Some(state) = own {
        let next = Next { builder, state };
        let name = &builder.name;
        let asked = located(state, place);
        let not_set = runtime.item(&["NotSet"], place);
        return quote! {
            /// Sets the credentials of this call: those of the client are of another kind.
            pub fn auth(mut self, credentials: #argument) -> #next
            where
                #asked: #not_set,
            {
                #set
                #name { call: self.call, draft: self.draft, state: ::core::marker::PhantomData }
            }
        };
    }
    quote! {
        /// Sets the credentials of this call, in place of the client's.
        pub fn auth(mut self, credentials: #argument) -> Self {
            #set
            self
        }
    }
}
