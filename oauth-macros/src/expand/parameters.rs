//! The owned values of one call.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::docs;
use super::draft::OptionalType;
use crate::model::{Api, Endpoint, Parameter, WrittenBy};
use crate::paths;

// Expands to:
//
//     /// Parameters of [`post_revoke`](UspsClient::post_revoke).
//     #[non_exhaustive]
//     pub struct UspsPostRevokeParameters { pub token: SecretString, pub token_type_hint: Option<TokenTypeHint> }
pub(super) fn expand_parameters(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(endpoint.ident.span());
    let name = endpoint.named("Parameters");
    let shown = name.to_string();
    let unused = api.may_be_unused();
    let text = docs::line(&format!("Parameters of {}.", docs::link(api, endpoint)));

    let docs =
        endpoint.settable().map(|parameter| docs::for_parameter(parameter, &parameter.ident));
    let idents = endpoint.settable().map(|parameter| &parameter.ident);
    let types = endpoint.settable().map(FieldType);
    let error_types = endpoint.errors.iter().map(|(_, ty)| ty);
    let checks = error_types.map(|ty| {
        let place = paths::place(ty);
        let runtime = runtime.at(place);
        let is_error_body = quote_spanned! { place => #runtime::__private::is_error_body };
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
            #(#docs pub #idents: #types),*
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_parameters(f, #shown, self)
            }
        }

        #(#checks)*
        #(#constants)*
    }
}

/// The type of a value, which may be absent unless it is required.
struct FieldType<'a>(&'a Parameter);

impl ToTokens for FieldType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if self.0.is_required() {
            self.0.ty.to_tokens(tokens);
        } else {
            OptionalType(self.0).to_tokens(tokens);
        }
    }
}
