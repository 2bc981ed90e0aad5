//! The draft of a call, which a builder fills, and what the runtime asks of the parameters that it becomes.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::{answer, description};
use crate::model::{Api, Endpoint, Need, Parameter, WrittenBy, plain};
use crate::paths::{self, Runtime};

// Expands to:
//
//     struct UspsPostRevokeDraft { token: Option<SecretString>, token_type_hint: Option<TokenTypeHint> }
//     impl UspsPostRevokeDraft { fn finish(self) -> Option<UspsPostRevokeParameters> { .. } }
//     impl Parameters<()> for UspsPostRevokeParameters {
//         type Kind = WithBody;
//         const ENDPOINT: &'static Endpoint = &Endpoint { .. };
//         const READ: Decode<()> = read_nothing;
//         fn lend(&self, to: &mut dyn FnMut(&[Slot<'_>])) { .. }
//     }
pub(super) fn draft(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let draft = endpoint.named("Draft");
    let name = endpoint.named("Parameters");
    let unused = api.may_be_unused();
    let drafted = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        let optional = parameter.optional_type();
        quote! { #ident: #optional }
    });
    let values = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        let value = bound(ident);
        if parameter.is_required() {
            quote! { #ident: ::core::option::Option::Some(#value) }
        } else {
            quote! { #ident: #value }
        }
    });
    let finished = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        let value = bound(ident);
        quote! { #ident: #value }
    });
    // One pattern for all: a `?` for each costs the compiler more than everything else here.
    let finish = if endpoint.required().next().is_some() {
        quote! {
            let Self { #(#values),* } = self else {
                return ::core::option::Option::None;
            };
        }
    } else {
        quote! { let Self { #(#values),* } = self; }
    };
    let lent = endpoint.settable().map(|parameter| {
        let ident = &parameter.ident;
        let lent = lent(parameter);
        quote! { #ident: #lent }
    });
    let slots = endpoint.parameters.iter().map(|parameter| slot(runtime, parameter));
    let kind = if endpoint.is_browser() {
        quote! { Page }
    } else if endpoint.has_no_body() {
        quote! { WithoutBody }
    } else {
        quote! { WithBody }
    };
    let description = description::endpoint(api, endpoint);
    let value = answer::value(runtime, &endpoint.answer);
    let read = answer::reader(runtime, &endpoint.answer);
    quote! {
        #unused
        struct #draft {
            #(#drafted),*
        }

        #unused
        impl #draft {
            fn finish(self) -> ::core::option::Option<#name> {
                #finish
                ::core::option::Option::Some(#name { #(#finished),* })
            }
        }

        impl #runtime::Parameters<#value> for #name {
            type Kind = #runtime::#kind;

            const ENDPOINT: &'static #runtime::Endpoint = #description;
            const READ: #runtime::__private::Decode<#value> = #read;

            fn lend(&self, to: &mut dyn ::core::ops::FnMut(&[#runtime::Slot<'_>])) {
                let Self { #(#lent),* } = self;
                to(&[#(#slots),*]);
            }
        }
    }
}

/// A variable for the value of a parameter. Its own name could be that of a constant, which a pattern would compare with.
fn bound(parameter: &Ident) -> Ident {
    Ident::new(&format!("__{}", plain(parameter)), parameter.span())
}

/// The draft of a call that nothing is known of yet.
pub(super) fn empty(endpoint: &Endpoint) -> TokenStream {
    let draft = endpoint.named("Draft");
    let parameters = endpoint.settable().map(|parameter| &parameter.ident);
    quote! { #draft { #(#parameters: ::core::option::Option::None),* } }
}

/// Lends one value to the runtime. The tokens carry the span of the type, where a type that cannot be sent is reported.
fn slot(runtime: &Runtime, parameter: &Parameter) -> TokenStream {
    let span = paths::place(&parameter.ty);
    let how = match (&parameter.need, parameter.written_by) {
        (Need::Constant(_), _) | (_, WrittenBy::Nobody) => return quote! { #runtime::Slot::Absent },
        (Need::Required, WrittenBy::Text) => "text",
        (Need::Required, WrittenBy::Serde) => "json",
        (_, WrittenBy::Text) => "optional_text",
        (_, WrittenBy::Serde) => "optional_json",
    };
    let how = Ident::new(how, span);
    let runtime = runtime.at(span);
    let lent = lent(parameter);
    quote_spanned! { span => #runtime::Slot::#how(#lent) }
}

/// A variable for the value that is lent. It is bound with the span that it is used with: a type that comes out of another
/// macro has one that sees no other variables.
fn lent(parameter: &Parameter) -> Ident {
    let mut lent = bound(&parameter.ident);
    lent.set_span(paths::place(&parameter.ty));
    lent
}
