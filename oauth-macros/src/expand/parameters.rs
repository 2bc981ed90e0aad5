//! The owned values of one call, and the draft of them that a builder fills.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::{description, docs, request};
use crate::model::{Api, Endpoint, Need, Parameter, WrittenBy, plain};
use crate::paths;

// Expands to:
//
//     /// Parameters of [`post_revoke`](UspsClient::post_revoke).
//     #[non_exhaustive]
//     pub struct UspsPostRevokeParameters { pub token: SecretString, pub token_type_hint: Option<TokenTypeHint> }
//     struct UspsPostRevokeDraft { token: Option<SecretString>, token_type_hint: Option<TokenTypeHint> }
pub(super) fn parameters(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let Api { runtime, vis, .. } = api;
    let name = api.of_endpoint(endpoint, "Parameters");
    let draft = api.of_endpoint(endpoint, "Draft");
    let shown = name.to_string();
    let unused = api.may_be_unused();
    let text = docs::line(&format!(
        "Parameters of [`{0}`]({1}::{0}).",
        plain(&endpoint.ident),
        api.client()
    ));

    let fields = endpoint.settable().map(|parameter| {
        let Parameter { ident, ty, .. } = parameter;
        let docs = docs::parameter(parameter, ident);
        if parameter.is_required() {
            quote! { #docs pub #ident: #ty }
        } else {
            let optional = parameter.optional_type();
            quote! { #docs pub #ident: #optional }
        }
    });
    let drafted = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        let optional = parameter.optional_type();
        quote! { #ident: #optional }
    });
    let required: Vec<&Ident> = endpoint.required().map(|parameter| &parameter.ident).collect();
    let given: Vec<Ident> = required.iter().map(|ident| bound(ident)).collect();
    // One pattern for all: a `?` for each costs the compiler more than everything else here.
    let set = if required.is_empty() {
        TokenStream::new()
    } else {
        quote! {
            let (#(::core::option::Option::Some(#given),)*) = (#(self.#required,)*) else {
                return ::core::option::Option::None;
            };
        }
    };
    let finished = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        if parameter.is_required() {
            let given = bound(ident);
            quote! { #ident: #given }
        } else {
            quote! { #ident: self.#ident }
        }
    });
    let slots = endpoint.parameters.iter().map(|parameter| slot(runtime, parameter));
    let description = description::endpoint(api, endpoint);
    let (value, read) = request::answer(runtime, &endpoint.answer);
    let error_types = endpoint.errors.iter().map(|(_, ty)| ty);
    let checks = error_types.map(|ty| {
        let place = paths::place(ty);
        let runtime = paths::at(runtime.clone(), place);
        quote_spanned! { place =>
            const _: fn() = || {
                fn is_error_body<T: #runtime::ErrorBody>() {}
                is_error_body::<#ty>();
            };
        }
    });
    // Types of constants are used nowhere else, and have to be there all the same.
    let constants = endpoint
        .parameters
        .iter()
        .filter(|parameter| !parameter.is_settable() && parameter.written_by != WrittenBy::Nobody);
    let constants = constants.map(|Parameter { ty, .. }| {
        quote! {
            const _: ::core::option::Option<#ty> = ::core::option::Option::None;
        }
    });
    quote! {
        #text
        #[non_exhaustive]
        #unused
        #vis struct #name {
            #(#fields),*
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_parameters::<#draft>(f, #shown, self)
            }
        }

        #unused
        struct #draft {
            #(#drafted),*
        }

        impl #runtime::__private::Draft for #draft {
            type Parameters = #name;
            type Answer = #value;

            const ENDPOINT: &'static #runtime::Endpoint = #description;
            const READ: #runtime::__private::Decode<#value> = #read;

            fn finish(self) -> ::core::option::Option<#name> {
                #set
                ::core::option::Option::Some(#name { #(#finished),* })
            }

            fn lend(
                parameters: &#name,
                to: &mut dyn ::core::ops::FnMut(&[#runtime::Slot<'_>]),
            ) {
                to(&[#(#slots),*]);
            }
        }

        #(#checks)*
        #(#constants)*
    }
}

/// A variable for the value of a parameter. Its own name could be that of a constant, which a pattern would compare with.
fn bound(parameter: &Ident) -> Ident {
    Ident::new(&format!("__{}", plain(parameter)), parameter.span())
}

/// The draft of a call that nothing is known of yet.
pub(super) fn empty(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let draft = api.of_endpoint(endpoint, "Draft");
    let parameters = endpoint.settable().map(|parameter| &parameter.ident);
    quote! { #draft { #(#parameters: ::core::option::Option::None),* } }
}

/// Lends one value to the runtime. The tokens carry the span of the type, where a type that cannot be sent is reported.
fn slot(runtime: &TokenStream, parameter: &Parameter) -> TokenStream {
    let span = paths::place(&parameter.ty);
    let mut field = parameter.ident.clone();
    field.set_span(span);
    let how = match (&parameter.need, parameter.written_by) {
        (Need::Constant(_), _) | (_, WrittenBy::Nobody) => return quote! { #runtime::Slot::Absent },
        (Need::Required, WrittenBy::Text) => "text",
        (Need::Required, WrittenBy::Serde) => "json",
        (_, WrittenBy::Text) => "optional_text",
        (_, WrittenBy::Serde) => "optional_json",
    };
    let how = Ident::new(how, span);
    let runtime = paths::at(runtime.clone(), span);
    quote_spanned! { span => #runtime::Slot::#how(&parameters.#field) }
}
