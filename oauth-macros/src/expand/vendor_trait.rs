//! The trait again: whoever implements it is the vendor. The client does.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, response};
use crate::model::{Api, Endpoint};
use crate::name::plain;
use crate::paths;

// Expands to:
//
//     pub trait Usps: Send + Sync {
//         fn __client(&self) -> Option<&Client> { None }
//         fn post_revoke(&self, parameters: UspsPostRevokeParameters) -> EndpointFuture<'_, ()> {
//             answer(self.__client(), parameters)
//         }
//     }
//     impl Usps for UspsClient {
//         fn __client(&self) -> Option<&Client> { Some(&self.client) }
//     }
pub(super) fn expand_vendor_trait(api: &Api) -> TokenStream {
    let Api { attrs, ident, runtime, .. } = api;
    let vis = api.vis_at(ident.span());
    let client = api.client();
    let endpoints = api.endpoints.iter().map(|endpoint| expand_method(api, endpoint));
    let words = docs::words(attrs, &format!("The endpoints of {}.", plain(ident)))
        .paragraph(&format!("[`{client}`] calls the vendor; implement this trait to be one."));
    let unused = api.may_be_unused();
    let mut name = ident.clone();
    name.set_span(paths::generated_at(ident.span()));
    quote! {
        #words
        #unused
        #vis trait #name: ::core::marker::Send + ::core::marker::Sync {
            #[doc(hidden)]
            fn __client(&self) -> ::core::option::Option<&#runtime::__private::Client> {
                ::core::option::Option::None
            }

            #(#endpoints)*
        }

        impl #ident for #client {
            fn __client(&self) -> ::core::option::Option<&#runtime::__private::Client> {
                ::core::option::Option::Some(&self.client)
            }
        }
    }
}

fn expand_method(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let name = &endpoint.ident;
    let route = endpoint.route();
    let words = docs::words(&endpoint.attrs, &format!("Answers {route}."))
        .paragraph(&format!("{route}; not implemented unless overridden."));
    let parameters = endpoint.named("Parameters");
    let value = response::type_of(runtime, &endpoint.response);
    quote! {
        #words
        fn #name(&self, parameters: #parameters) -> #runtime::EndpointFuture<'_, #value> {
            #runtime::__private::answer(self.__client(), parameters)
        }
    }
}
