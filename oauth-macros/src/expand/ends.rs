//! The ways to finish a request builder.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::request::Builder;
use super::{answer, docs};

/// The methods that end the builder.
pub(super) fn ends(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let runtime_here = runtime.at(place);
    let end = |name: &str| Ident::new(name, place);
    let [send, prepare, build, url, parameters] =
        ["send", "prepare", "build", "url", "parameters"].map(end);
    let may_fail = "`Error::Build` where a value cannot be sent.";
    let text =
        docs::line("Encodes the request without sending it. It shows no secrets.").errors(may_fail);
    let prepared = quote! {
        #text
        pub fn #prepare(self) -> ::core::result::Result<#runtime::PreparedRequest, #runtime::Error> #complete {
            #runtime::__private::encode(self.call, self.draft)
        }
    };
    let opened = if endpoint.has_no_body() {
        let text = docs::line(if endpoint.is_browser() {
            "Returns the URL to open in a browser. Nothing is sent."
        } else {
            "Returns the URL of the request without sending it."
        })
        .errors(may_fail);
        quote! {
            #text
            pub fn #url(self) -> ::core::result::Result<#runtime::Url, #runtime::Error> #complete {
                #runtime::__private::encode_url(self.call, self.draft)
            }
        }
    } else {
        // For its message only.
        let never =
            quote_spanned! { place => Self: for<'never> #runtime_here::FitsIntoUrl<'never> };
        quote! {
            #[doc(hidden)]
            pub fn #url(self) -> ::core::result::Result<#runtime::Url, #runtime::Error>
            where
                #never,
            {
                #runtime::__private::encode_url(self.call, self.draft)
            }
        }
    };
    let value = answer::value(runtime, &endpoint.answer);
    if endpoint.is_browser() {
        let never = quote_spanned! { place => Self: for<'never> #runtime_here::MayBeSent<'never> };
        return quote! {
            #opened
            #prepared

            #[doc(hidden)]
            pub fn #send(self) -> #runtime::Sending<#value>
            where
                #never,
            {
                #runtime::__private::refuse(self.call, self.draft)
            }
        };
    }
    let docs = docs::send(endpoint);
    let owned = endpoint.named("Parameters");
    let without_sending = docs::line(
        "Returns the request without sending it: to look at it, to sign it, or for another HTTP client.",
    )
    .errors(may_fail);
    let values = docs::line("Returns the parameters, for whoever implements the trait.")
        .errors("None that the compiler does not tell first.");
    quote! {
        #docs
        pub fn #send(self) -> #runtime::Sending<#value> #complete {
            #runtime::__private::begin(self.call, self.draft)
        }

        #prepared

        #without_sending
        pub fn #build(
            self,
        ) -> ::core::result::Result<#runtime::http::Request<#runtime::bytes::Bytes>, #runtime::Error> #complete {
            #runtime::__private::encode_http(self.call, self.draft)
        }

        #opened

        #values
        pub fn #parameters(self) -> ::core::result::Result<#owned, #runtime::Error> #complete {
            #runtime::__private::values(self.draft)
        }
    }
}
