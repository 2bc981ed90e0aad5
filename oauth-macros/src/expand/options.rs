//! Setters of how a call is made.

use std::slice;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::builder::{Builder, Next, located};
use super::credentials;

/// How the call is made, where it can be made in more than one way.
pub(super) fn expand_options(builder: &Builder<'_>) -> TokenStream {
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
    let auth = if endpoint.auth.is_none() { TokenStream::new() } else { expand_auth(builder) };
    quote! {
        #bodies
        #auth
    }
}

/// The setter of the credentials of one call.
fn expand_auth(builder: &Builder<'_>) -> TokenStream {
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
        let next = Next { builder, set: slice::from_ref(state) };
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
                #name { call: self.call, draft: self.draft, next: self.next, state: ::core::marker::PhantomData }
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
