//! The ways to finish a request builder.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::builder::Builder;
use super::{docs, response};
use crate::paths;

/// The methods that end the builder.
pub(super) fn expand_ends(builder: &Builder<'_>) -> TokenStream {
    let last =
        if builder.endpoint.is_browser() { expand_url(builder) } else { expand_send(builder) };
    let into_request = expand_into_request(builder);
    quote! {
        #last

        #into_request
    }
}

/// A page is opened, and not sent: whoever tries it is told so.
fn expand_url(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let [send, url] = ["send", "url"].map(|name| Ident::new(name, place));
    let draft = endpoint.named("Draft");
    let value = response::type_of(runtime, &endpoint.response);
    let text = docs::line("Returns the URL to open in a browser. Nothing is sent.")
        .errors("`Error::Build` where a value cannot be sent.");
    let runtime_here = runtime.at(place);
    // Asked of a reference of any lifetime: what depends on nothing is refused here already, not where it is called.
    let never = quote_spanned! { place => for<'never> &'never Self: #runtime_here::Sendable };
    quote! {
        #text
        pub fn #url(self) -> ::core::result::Result<#runtime::Url, #runtime::Error> #complete {
            #runtime::__private::encode_url(self.call, #draft::finish(self.draft))
        }

        #[doc(hidden)]
        pub fn #send(self) -> #runtime::Sending<#value>
        where
            #never,
        {
            #runtime::__private::refuse(self.call, #draft::finish(self.draft))
        }
    }
}

/// What is not opened by a browser is sent.
fn expand_send(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let send = Ident::new("send", place);
    let draft = endpoint.named("Draft");
    let value = response::type_of(runtime, &endpoint.response);
    let docs = docs::for_send(endpoint);
    let generated = paths::generated_at(place);
    let send = quote_spanned! { generated =>
        pub fn #send(self) -> #runtime::Sending<#value> #complete {
            #runtime::__private::begin(self.call, #draft::finish(self.draft))
        }
    };
    quote! {
        #docs
        #send
    }
}

/// The end without sending.
fn expand_into_request(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let into_request = Ident::new("into_request", place);
    let draft = endpoint.named("Draft");
    let owned = endpoint.named("Parameters");
    let value = response::type_of(runtime, &endpoint.response);
    let generated = paths::generated_at(place);
    let text = docs::line(
        "Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.",
    );
    let into_request = quote_spanned! { generated =>
        pub fn #into_request(self) -> #runtime::Request<#owned, #value> #complete {
            #runtime::__private::complete(self.call, #draft::finish(self.draft))
        }
    };
    quote! {
        #text
        #into_request
    }
}
