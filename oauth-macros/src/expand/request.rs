//! Request builders: that of an endpoint, and those of its grants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::builder::Builder;
use super::ends::expand_ends;
use super::grant::expand_entry;
use super::options::expand_options;
use super::setters;
use crate::model::{Api, Endpoint, Grant};
use crate::paths;

/// Emits the plain builder of an endpoint, with the entries of its grants.
pub(super) fn expand_request(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let builder = Builder::of_endpoint(api, endpoint);
    let request = expand_builder(&builder);
    if endpoint.grants.is_empty() {
        return request;
    }
    let entries = endpoint.grants.iter().map(|grant| expand_entry(&builder, grant));
    let Builder { name, states, .. } = &builder;
    let unused = api.may_be_unused();
    quote! {
        #request

        #unused
        impl<#(#states),*> #name<#(#states),*> {
            #(#entries)*
        }
    }
}

/// Emits the builder of a grant.
pub(super) fn expand_grant_request(api: &Api, endpoint: &Endpoint, grant: &Grant) -> TokenStream {
    expand_builder(&Builder::of_grant(api, endpoint, grant))
}

// Expands to:
//
//     /// A call of [`post_revoke`](UspsClient::post_revoke), not sent yet.
//     #[must_use = "a request does nothing until it is sent: end it with `.send()`"]
//     pub struct UspsPostRevokeRequest<TokenIs = Missing> { call: Call, draft: UspsPostRevokeDraft, state: PhantomData<..> }
fn expand_builder(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, name, states, docs, .. } = builder;
    let runtime = &api.runtime;
    let vis = api.vis_at(endpoint.ident.span());
    let draft = endpoint.named("Draft");
    let next =
        Ident::new(if endpoint.is_browser() { "NextOfPage" } else { "Next" }, Span::call_site());
    let must_use = if endpoint.is_browser() {
        "this is no URL yet: end it with `.url()`"
    } else {
        "a request does nothing until it is sent: end it with `.send()`"
    };
    let required = setters::expand_required(builder);
    let optional = setters::expand_optional(builder);
    let pkce = setters::expand_pkce(builder);
    let options = expand_options(builder);
    let ends = expand_ends(builder);
    let shown = name.to_string();
    let unused = api.may_be_unused();
    // Where the compiler shows the type of a request, it shows the endpoint.
    let place = paths::generated_at(endpoint.ident.span());
    let definition = quote_spanned! { place =>
        #vis struct #name<#(#states = #runtime::__private::Missing),*> {
            call: #runtime::__private::Call,
            draft: #draft,
            /// What comes next, and after which end. It holds nothing.
            pub next: #runtime::request::#next,
            state: ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
        }
    };
    quote! {
        #docs
        #[must_use = #must_use]
        #unused
        #definition

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
