//! The ways to finish a request builder.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::request::Builder;
use super::{answer, docs};
use crate::paths;

/// The methods that end the builder. Who looks here for what can be done behind them is told of them: the compiler suggests the
/// method that has the name as an alias.
pub(super) fn ends(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let generated = paths::generated_at(place);
    let end = |name: &str| Ident::new(name, place);
    let [send, url, into_request] = ["send", "url", "into_request"].map(end);
    let draft = endpoint.named("Draft");
    let owned = endpoint.named("Parameters");
    let value = answer::value(runtime, &endpoint.response);
    let last = if endpoint.is_browser() {
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
    } else {
        let docs = docs::send(endpoint);
        let send = quote_spanned! { generated =>
            #[doc(alias("retry", "timeout", "with_response"))]
            pub fn #send(self) -> #runtime::Sending<#value> #complete {
                #runtime::__private::begin(self.call, #draft::finish(self.draft))
            }
        };
        quote! {
            #docs
            #send
        }
    };
    let text = docs::line(
        "Ends the builder without sending: to add what is not declared, to look at the request, to sign it, or to send it later.",
    );
    let into_request = quote_spanned! { generated =>
        #[doc(alias("build", "extra", "extra_header", "parameters", "prepare", "url"))]
        pub fn #into_request(self) -> #runtime::Request<#owned, #value> #complete {
            #runtime::__private::complete(self.call, #draft::finish(self.draft))
        }
    };
    quote! {
        #last

        #text
        #into_request
    }
}
