//! The trait again: whoever implements it is the vendor. The client does.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, request};
use crate::model::{Api, Endpoint, plain};
use crate::paths;

// Expands to:
//
//     pub trait Usps: Send + Sync {
//         fn post_revoke(&self, parameters: UspsPostRevokeParameters) -> Answering<'_, ()> { .. }
//     }
//     impl Usps for UspsClient { .. }
pub(super) fn seam(api: &Api) -> TokenStream {
    let Api { attrs, vis, ident, .. } = api;
    let client = api.client();
    let words = docs::words(attrs, &format!("The endpoints of {}.", plain(ident)));
    let declared = api.endpoints.iter().map(|endpoint| declared(api, endpoint));
    let sent = api.endpoints.iter().map(|endpoint| sent(api, endpoint));
    let text = format!("[`{client}`] calls the vendor; implement this trait to be one.");
    let text = docs::paragraph(&text);
    let unused = api.may_be_unused();
    let name = paths::located_at(quote! { #ident }, ident.span());
    quote! {
        #words
        #text
        #unused
        #vis trait #name: ::core::marker::Send + ::core::marker::Sync {
            #(#declared)*
        }

        impl #ident for #client {
            #(#sent)*
        }
    }
}

fn declared(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let description = api.description(endpoint);
    let name = &endpoint.ident;
    let words =
        docs::words(&endpoint.attrs, &format!("Answers `{} {}`.", endpoint.method, endpoint.path));
    let route = docs::paragraph(&format!(
        "`{} {}`; not implemented unless overridden.",
        endpoint.method, endpoint.path
    ));
    let parameters = api.of_endpoint(endpoint, "Parameters");
    let (value, _) = request::answer(runtime, &endpoint.answer);
    quote! {
        #words
        #route
        fn #name(&self, parameters: #parameters) -> #runtime::Answering<'_, #value> {
            #runtime::__private::not_implemented(parameters, &#description)
        }
    }
}

fn sent(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let description = api.description(endpoint);
    let name = &endpoint.ident;
    let parameters = api.of_endpoint(endpoint, "Parameters");
    let (value, decode) = request::answer(runtime, &endpoint.answer);
    let body = if endpoint.is_browser() {
        quote! {
            #runtime::__private::browser_only(parameters, &#description)
        }
    } else {
        quote! {
            let call = #runtime::__private::Call::new(&self.client, &#description);
            ::std::boxed::Box::pin(call.send(&parameters.__slots(), #decode))
        }
    };
    quote! {
        fn #name(&self, parameters: #parameters) -> #runtime::Answering<'_, #value> {
            #body
        }
    }
}
