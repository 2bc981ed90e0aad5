//! The owned values of one call, and the draft of them that a builder fills.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::docs;
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
    let description = api.description(endpoint);
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
    let empty = endpoint
        .settable()
        .map(|Parameter { ident, .. }| quote! { #ident: ::core::option::Option::None });
    let finished = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        if parameter.is_required() {
            let setter = parameter.setter().to_string();
            quote! { #ident: self.#ident.ok_or(#setter)? }
        } else {
            quote! { #ident: self.#ident }
        }
    });
    let count = Literal::usize_unsuffixed(endpoint.parameters.len());
    let taken_apart = taken_apart(endpoint);
    let slots = endpoint.parameters.iter().map(|parameter| slot(runtime, parameter));
    let error_types = endpoint.errors.iter().map(|(_, ty)| ty);
    let checks = error_types.map(|ty| {
        let place = paths::place(ty);
        let runtime = paths::at(runtime.clone(), place);
        let is_error_body = quote_spanned! { place => #runtime::is_error_body };
        quote! { const _: () = #is_error_body::<#ty>(); }
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

        #unused
        impl #name {
            fn __slots(&self) -> [#runtime::Slot<'_>; #count] {
                #taken_apart
                [#(#slots),*]
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug(f, #shown, &#description, &self.__slots())
            }
        }

        #unused
        struct #draft {
            #(#drafted),*
        }

        #unused
        impl #draft {
            const EMPTY: Self = Self { #(#empty),* };

            fn finish(self) -> ::core::result::Result<#name, &'static str> {
                ::core::result::Result::Ok(#name { #(#finished),* })
            }
        }

        #(#checks)*
        #(#constants)*
    }
}

/// Names the values that are lent.
fn taken_apart(endpoint: &Endpoint) -> TokenStream {
    let is_lent = |parameter: &&Parameter| parameter.written_by != WrittenBy::Nobody;
    let rest = endpoint.settable().any(|parameter| !is_lent(&parameter));
    let rest = rest.then(|| quote! { .. });
    let mut lent = endpoint.settable().filter(is_lent).peekable();
    if lent.peek().is_none() {
        return TokenStream::new();
    }
    let lent = lent.map(|parameter| {
        let (field, value) = (&parameter.ident, lent_value(parameter));
        if *field == value {
            quote! { #value }
        } else {
            quote! { #field: #value }
        }
    });
    quote! { let Self { #(#lent,)* #rest } = self; }
}

/// The name of a value that is lent. All that is written of it has the span of its type: `self`, with the span of the
/// function, would be another local where a macro made the type.
fn lent_value(parameter: &Parameter) -> Ident {
    let mut value = parameter.argument();
    value.set_span(paths::place(&parameter.ty));
    value
}

/// Lends one value to the runtime. The tokens carry the span of the type, where a type that cannot be sent is reported.
fn slot(runtime: &TokenStream, parameter: &Parameter) -> TokenStream {
    let span = paths::place(&parameter.ty);
    let value = lent_value(parameter);
    let how = match (&parameter.need, parameter.written_by) {
        (Need::Constant(_), _) | (_, WrittenBy::Nobody) => return quote! { #runtime::Slot::Absent },
        (Need::Required, WrittenBy::Text) => "text",
        (Need::Required, WrittenBy::Serde) => "json",
        (_, WrittenBy::Text) => "optional_text",
        (_, WrittenBy::Serde) => "optional_json",
    };
    let how = Ident::new(how, span);
    let runtime = paths::at(runtime.clone(), span);
    quote_spanned! { span => #runtime::Slot::#how(#value) }
}
