//! What a success is: its type, with the function that reads it.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use crate::model::Response;
use crate::paths::{self, Runtime};

/// The type of a response.
pub(super) fn type_of(runtime: &Runtime, response: &Response) -> TokenStream {
    match response {
        Response::Nothing => quote! { () },
        Response::Json(ty)
        | Response::Redirect(ty)
        | Response::RedirectOrNothing(ty)
        | Response::RedirectOrJson(ty)
        | Response::JsonOrNothing(ty)
        | Response::RedirectOrJsonOrNothing(ty)
        | Response::Text(ty)
        | Response::Bytes(ty) => quote! { #ty },
        Response::Browser => quote! { #runtime::RedirectOr<()> },
    }
}

/// The function that reads a response, with the span of its type, where a type that cannot be read is reported.
pub(super) fn reader_of(runtime: &Runtime, response: &Response) -> TokenStream {
    let (function, span) = match response {
        Response::Nothing => return quote! { #runtime::__private::read_nothing },
        Response::Browser => return quote! { #runtime::__private::read_redirect_or_nothing },
        Response::Json(ty) => ("read_json", paths::place(ty)),
        Response::Redirect(ty) => ("read_redirect", paths::place(ty)),
        Response::RedirectOrNothing(ty) => ("read_redirect_or_nothing", paths::place(ty)),
        Response::RedirectOrJson(ty) => ("read_redirect_or_json", paths::place(ty)),
        Response::JsonOrNothing(ty) => ("read_optional", paths::place(ty)),
        Response::RedirectOrJsonOrNothing(ty) => ("read_redirect_or_optional", paths::place(ty)),
        Response::Text(ty) | Response::Bytes(ty) => ("read_raw", paths::place(ty)),
    };
    let function = Ident::new(function, span);
    let runtime = runtime.at(span);
    quote_spanned! { span => #runtime::__private::#function }
}
