//! Typed entries of grants, which lead from the plain builder to that of the grant.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::Builder;
use super::docs;
use crate::model::Grant;

// Expands to:
//
//     /// Begins a call with the grant `authorization_code`.
//     pub fn authorization_code(mut self) -> MastodonOauthTokenPostAuthorizationCodeRequest<ClientIdIs, .., Missing> { .. }
pub(super) fn expand_entry(plain: &Builder<'_>, grant: &Grant) -> TokenStream {
    let Builder { api, endpoint, .. } = plain;
    let runtime = &api.runtime;
    let typed = Builder::of_grant(api, endpoint, grant);
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
            #name { call: self.call, draft: self.draft, next: self.next, state: ::core::marker::PhantomData }
        }
    }
}
