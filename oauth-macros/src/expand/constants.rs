//! Constants of the client: headers of responses, and the names in callbacks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{description, docs};
use crate::model::{Api, Endpoint, ResponseHeader};
use crate::paths;

// Expands to:
//
//     /// How many calls are left.
//     pub const X_RATELIMIT_REMAINING: ResponseHeader<u32> = response_header::<u32>("X-RateLimit-Remaining");
pub(super) fn expand_constants(api: &Api) -> impl Iterator<Item = TokenStream> {
    let headers = api.response_headers.iter().map(|header| expand_header(api, header));
    headers.chain(api.endpoints.iter().filter_map(|endpoint| expand_callback(api, endpoint)))
}

fn expand_header(api: &Api, header: &ResponseHeader) -> TokenStream {
    let ResponseHeader { docs, name, ty, constant, .. } = header;
    let runtime = &api.runtime;
    let senders = api
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.response_headers.iter().any(|own| own.is_same(header)));
    let senders: Vec<String> = senders.map(|endpoint| docs::link(api, endpoint)).collect();
    let mut text =
        docs::words(docs, &format!("The response header `{name}`.")).paragraph(&format!(
            "The response header `{name}`, read by `response.header(…)` and `error.header(…)`."
        ));
    if !senders.is_empty() {
        text = text.paragraph(&format!("Sent by {}.", senders.join(", ")));
    }
    // A type that no header can be read as is reported where it stands.
    let place = paths::place(ty);
    let runtime_here = runtime.at(place);
    let new = quote_spanned! { place => #runtime_here::__private::response_header::<#ty> };
    quote! {
        #text
        pub const #constant: #runtime::ResponseHeader<#ty> = #new(#name);
    }
}

fn expand_callback(api: &Api, endpoint: &Endpoint) -> Option<TokenStream> {
    let runtime = &api.runtime;
    let names = description::describe_callback(runtime, endpoint.callback.as_ref()?);
    let constant = endpoint.callback_constant();
    let link = docs::link(api, endpoint);
    let text =
        docs::line(&format!("The names of what comes back from {link}, for `Callback::names`."));
    Some(quote! {
        #text
        pub const #constant: #runtime::authorization::CallbackNames = #names;
    })
}
