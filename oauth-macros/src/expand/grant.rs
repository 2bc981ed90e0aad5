//! Typed entries of grants: a builder that asks for what the grant needs.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::request::{Builder, builder, states};
use crate::model::{Api, Endpoint, Grant, Parameter};
use crate::name::{camel, plain};

/// Emits the builder of a grant.
pub(super) fn grant(api: &Api, endpoint: &Endpoint, grant: &Grant) -> TokenStream {
    builder(&of(api, endpoint, grant))
}

fn of<'a>(api: &'a Api, endpoint: &'a Endpoint, grant: &'a Grant) -> Builder<'a> {
    let name = endpoint.named(&format!("{}Request", camel(&plain(&grant.entry))));
    let method = &endpoint.ident;
    let client = api.client();
    let text = format!(
        "A call of [`{method}`]({client}::{method}) with the grant `{}`, not sent yet.",
        grant.named
    );
    let parameters = |indices: &[usize]| {
        indices.iter().filter_map(|index| endpoint.parameters.get(*index)).collect()
    };
    let required: Vec<&Parameter> = parameters(&grant.required);
    Builder {
        api,
        endpoint,
        name,
        states: states(endpoint, &required),
        required,
        optional: parameters(&grant.optional),
        docs: docs::line(&text),
    }
}

// Expands to:
//
//     /// Begins a call with the grant `authorization_code`.
//     pub fn authorization_code(mut self) -> MastodonOauthTokenPostAuthorizationCodeRequest<ClientIdIs, .., Missing> { .. }
pub(super) fn entry(plain: &Builder<'_>, grant: &Grant) -> TokenStream {
    let Builder { api, endpoint, .. } = plain;
    let runtime = &api.runtime;
    let typed = of(api, endpoint, grant);
    let states = typed.states.iter().map(|state| {
        if plain.states.contains(state) {
            quote! { #state }
        } else {
            quote! { #runtime::__private::Missing }
        }
    });
    let entry = &grant.entry;
    let name = &typed.name;
    let grant_type = &grant.named;
    let text = format!(
        "Begins a call with the grant `{grant_type}`: asks for what it needs, and offers what it may have."
    );
    let text = docs::line(&text);
    let says = endpoint.grant_type().map(|parameter| {
        let ident = &parameter.ident;
        let ty = &parameter.ty;
        quote! {
            self.draft.#ident =
                ::core::option::Option::Some(<#ty as ::core::convert::From<&'static str>>::from(#grant_type));
        }
    });
    quote! {
        #text
        pub fn #entry(mut self) -> #name<#(#states),*> {
            #says
            #runtime::__private::set_grant(&mut self.call, #grant_type);
            #name { call: self.call, draft: self.draft, state: ::core::marker::PhantomData }
        }
    }
}
