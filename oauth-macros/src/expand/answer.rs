//! What an endpoint answers: its type, and the function that reads it.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use crate::model::Answer;
use crate::paths::{self, Runtime};

/// The type of an answer.
pub(super) fn value(runtime: &Runtime, answer: &Answer) -> TokenStream {
    match answer {
        Answer::Nothing => quote! { () },
        Answer::Json(ty)
        | Answer::Redirect(ty)
        | Answer::RedirectOrNothing(ty)
        | Answer::RedirectOrJson(ty) => quote! { #ty },
        Answer::Browser => quote! { #runtime::RedirectOr<()> },
    }
}

/// The function that reads an answer, with the span of its type, where a type that cannot be read is reported.
pub(super) fn reader(runtime: &Runtime, answer: &Answer) -> TokenStream {
    let (function, span) = match answer {
        Answer::Nothing => return quote! { #runtime::__private::read_nothing },
        Answer::Browser => return quote! { #runtime::__private::read_redirect_or_nothing },
        Answer::Json(ty) => ("read_json", paths::place(ty)),
        Answer::Redirect(ty) => ("read_redirect", paths::place(ty)),
        Answer::RedirectOrNothing(ty) => ("read_redirect_or_nothing", paths::place(ty)),
        Answer::RedirectOrJson(ty) => ("read_redirect_or_json", paths::place(ty)),
    };
    let function = Ident::new(function, span);
    let runtime = runtime.at(span);
    quote_spanned! { span => #runtime::__private::#function }
}
