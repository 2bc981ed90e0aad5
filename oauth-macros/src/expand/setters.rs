//! Setters of request builders.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::docs;
use super::request::Builder;
use crate::model::Parameter;
use crate::paths::{self, Runtime};

/// The setter of a required parameter, which moves the builder to its next state.
pub(super) fn required(builder: &Builder<'_>, parameter: &Parameter, state: &Ident) -> TokenStream {
    let runtime = &builder.api.runtime;
    let ident = &parameter.ident;
    let setter = parameter.setter();
    let docs = docs::parameter(parameter, &setter);
    let next = builder.with(state);
    let given = parameter.argument();
    let (argument, set) = taken(runtime, parameter, &given);
    let moved = builder.moved();
    let not_set = not_set(runtime, state, ident.span());
    let this = this(ident);
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> #next
        where
            #not_set,
        {
            #set
            #moved
        }
    }
}

/// The setter of an optional parameter.
pub(super) fn optional(builder: &Builder<'_>, parameter: &Parameter) -> TokenStream {
    let runtime = &builder.api.runtime;
    let Parameter { ident, ty, .. } = parameter;
    let setter = parameter.setter();
    let docs = docs::parameter(parameter, &setter);
    let this = this(ident);
    let runtime_here = runtime.at(ident.span());
    let argument = quote_spanned! { ident.span() => impl #runtime_here::Optional<#ty> };
    let given = parameter.argument();
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> Self {
            #runtime::__private::set_optional(&mut self.draft.#ident, #given);
            self
        }
    }
}

/// One setter for both parameters of PKCE: a challenge without its method would be taken as `plain`.
pub(super) fn pkce(builder: &Builder<'_>) -> TokenStream {
    let Some((challenge, method)) = builder.endpoint.pkce() else { return TokenStream::new() };
    let is_optional = |wanted: &Parameter| {
        builder.optional.iter().any(|parameter| parameter.ident == wanted.ident)
    };
    if !is_optional(challenge) || !is_optional(method) {
        return TokenStream::new();
    }
    let runtime = &builder.api.runtime;
    let (challenge, method) = (challenge.setter(), method.setter());
    quote! {
        /// Sets `code_challenge` and `code_challenge_method` from a PKCE verifier.
        ///
        /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
        pub fn pkce(self, pkce: &#runtime::__private::Pkce) -> Self {
            self.#challenge(pkce.challenge()).#method(pkce.method().as_str())
        }
    }
}

/// The bound that a parameter is set once, told at its place.
pub(super) fn not_set(runtime: &Runtime, state: &Ident, place: Span) -> TokenStream {
    let mut state = state.clone();
    state.set_span(place);
    let runtime = runtime.at(place);
    quote_spanned! { place => #state: #runtime::NotSet }
}

/// The receiver of a setter. Where the compiler shows it, it shows the parameter.
fn this(parameter: &Ident) -> TokenStream {
    quote_spanned! { paths::generated_at(parameter.span()) => mut self }
}

/// What the setter of a required parameter takes, and how that becomes the value.
fn taken(runtime: &Runtime, parameter: &Parameter, given: &Ident) -> (TokenStream, TokenStream) {
    let Parameter { ident, ty, .. } = parameter;
    let as_it_is =
        || (quote! { #ty }, quote! { self.draft.#ident = ::core::option::Option::Some(#given); });
    let Type::Path(path) = ty else { return as_it_is() };
    let name =
        path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let primitive = [
        "bool", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    if primitive.contains(&name.as_str()) {
        return as_it_is();
    }
    if let ("Vec", Some(item)) = (name.as_str(), item(path)) {
        return (
            quote! { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>> },
            quote! { #runtime::__private::set_list(&mut self.draft.#ident, #given); },
        );
    }
    let runtime_here = runtime.at(ident.span());
    (
        quote_spanned! { ident.span() => impl #runtime_here::Required<#ty> },
        quote! { #runtime::__private::set(&mut self.draft.#ident, #given); },
    )
}

fn item(path: &syn::TypePath) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
