//! Credentials types: a struct where several schemes go together, an enum where one of several does.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use crate::model::{Alternatives, Api, CredentialsKind, Endpoint, Scheme, variant};
use crate::name::plain;
use crate::paths::Runtime;

/// The type of the client's credentials.
pub(super) fn type_of_api(api: &Api) -> TokenStream {
    let own = api.credentials();
    type_of(api, &api.auth, &own)
}

/// The type of the credentials of one call.
pub(super) fn type_of_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    if endpoint.auth == api.auth || !endpoint.own_credentials {
        return type_of_api(api);
    }
    let own = endpoint.named("Credentials");
    type_of(api, &endpoint.auth, &own)
}

/// The client's credentials, where they are a type of their own.
pub(super) fn of_api(api: &Api) -> TokenStream {
    let text = format!("Credentials of [`{}`].", plain(&api.ident));
    define(api, &api.auth, &api.credentials(), &text)
}

/// The credentials of one call, where they are a type of their own.
pub(super) fn of_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    if !endpoint.own_credentials {
        return TokenStream::new();
    }
    let text = format!("Credentials of [`{0}`]({1}::{0}).", plain(&endpoint.ident), api.client());
    define(api, &endpoint.auth, &endpoint.named("Credentials"), &text)
}

fn type_of(api: &Api, alternatives: &Alternatives, own: &Ident) -> TokenStream {
    let runtime = &api.runtime;
    match alternatives.credentials_kind() {
        CredentialsKind::None => quote! { #runtime::__private::NoCredentials },
        CredentialsKind::One(Scheme::Header { .. })
        | CredentialsKind::All(_)
        | CredentialsKind::AnyOf(_) => {
            quote! { #own }
        }
        CredentialsKind::One(scheme) => of_scheme(runtime, scheme),
    }
}

/// The type that holds the credentials of one scheme.
fn of_scheme(runtime: &Runtime, scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Basic => quote! { #runtime::Basic },
        Scheme::ClientSecretBasic => quote! { #runtime::ClientSecretBasic },
        Scheme::Bearer => quote! { #runtime::Bearer },
        Scheme::Header { .. } => quote! { #runtime::__private::SecretString },
    }
}

/// Adds one scheme to the prepared headers.
fn prepare(runtime: &Runtime, scheme: &Scheme, value: &TokenStream) -> TokenStream {
    if let Scheme::Header { name, .. } = scheme {
        return quote! { headers.header(#name, #value); };
    }
    quote! { #runtime::Credentials::write_headers(#value, headers); }
}

fn define(api: &Api, alternatives: &Alternatives, name: &Ident, text: &str) -> TokenStream {
    match alternatives.credentials_kind() {
        CredentialsKind::One(scheme @ Scheme::Header { .. }) => {
            all_of(api, std::slice::from_ref(scheme), name, text)
        }
        CredentialsKind::None | CredentialsKind::One(_) => TokenStream::new(),
        CredentialsKind::All(schemes) => all_of(api, schemes, name, text),
        CredentialsKind::AnyOf(alternatives) => any_of(api, alternatives, name, text),
    }
}

// Expands to:
//
//     /// Credentials of [`Voucherify`].
//     pub struct VoucherifyCredentials { app_id: SecretString, app_token: SecretString }
//     impl VoucherifyCredentials {
//         pub fn new(app_id: impl Into<SecretString>, app_token: impl Into<SecretString>) -> Self { .. }
//     }
fn all_of(api: &Api, schemes: &[Scheme], name: &Ident, text: &str) -> TokenStream {
    let Api { runtime, vis, .. } = api;
    let fields: Vec<Ident> = schemes.iter().map(Scheme::field).collect();
    let types: Vec<TokenStream> = schemes.iter().map(|scheme| of_scheme(runtime, scheme)).collect();
    let prepare = schemes
        .iter()
        .zip(&fields)
        .map(|(scheme, field)| prepare(runtime, scheme, &quote! { &self.#field }));
    let what: Vec<String> = schemes.iter().map(Scheme::description).collect();
    let new = docs::line(&format!("Makes credentials of {}.", what.join(" and ")));
    let shown = name.to_string();
    let text = docs::line(text);
    let unused = api.may_be_unused();
    quote! {
        #text
        #[derive(::core::clone::Clone)]
        #unused
        #vis struct #name {
            #(#fields: #types),*
        }

        #unused
        impl #name {
            #new
            pub fn new(#(#fields: impl ::core::convert::Into<#types>),*) -> Self {
                Self { #(#fields: ::core::convert::Into::into(#fields)),* }
            }
        }

        impl #runtime::Credentials for #name {
            fn write_headers(&self, headers: &mut #runtime::__private::AuthHeaders) {
                #(#prepare)*
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown).finish_non_exhaustive()
            }
        }
    }
}

// Expands to:
//
//     /// Credentials of [`UltraCart`].
//     #[non_exhaustive]
//     pub enum UltraCartCredentials { BrowserKey(SecretString), Bearer(Bearer), SimpleKey(SecretString), None }
fn any_of(api: &Api, alternatives: &[Vec<Scheme>], name: &Ident, text: &str) -> TokenStream {
    let Api { runtime, vis, .. } = api;
    let variants = alternatives.iter().map(|schemes| {
        let variant = variant(schemes);
        let what: Vec<String> = schemes.iter().map(Scheme::description).collect();
        match schemes.as_slice() {
            [] => {
                let text = docs::line("No authentication.");
                quote! { #text #variant }
            }
            [scheme] => {
                let ty = of_scheme(runtime, scheme);
                let text = docs::line(&capital(&format!("{}.", what.concat())));
                quote! { #text #variant(#ty) }
            }
            schemes => {
                let text = docs::line(&capital(&format!("{}.", what.join(" and "))));
                let fields = schemes.iter().map(|scheme| {
                    let field = scheme.field();
                    let ty = of_scheme(runtime, scheme);
                    let text = docs::line(&capital(&format!("{}.", scheme.description())));
                    quote! { #text #field: #ty }
                });
                quote! { #text #variant { #(#fields),* } }
            }
        }
    });
    let arms = alternatives.iter().map(|schemes| {
        let variant = variant(schemes);
        match schemes.as_slice() {
            [] => quote! { Self::#variant => {} },
            [scheme] => {
                let prepare = prepare(runtime, scheme, &quote! { value });
                quote! { Self::#variant(value) => { #prepare } }
            }
            schemes => {
                let fields = schemes.iter().map(Scheme::field);
                let values: Vec<Ident> = (0..schemes.len())
                    .map(|index| Ident::new(&format!("value_{index}"), Span::mixed_site()))
                    .collect();
                let prepare = schemes
                    .iter()
                    .zip(&values)
                    .map(|(scheme, value)| prepare(runtime, scheme, &quote! { #value }));
                quote! { Self::#variant { #(#fields: #values),* } => { #(#prepare)* } }
            }
        }
    });
    let froms = alternatives.iter().filter_map(|schemes| match schemes.as_slice() {
        [scheme] if scheme.is_authorization() => {
            let variant = variant(schemes);
            let ty = of_scheme(runtime, scheme);
            Some(quote! {
                impl ::core::convert::From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant(value)
                    }
                }
            })
        }
        _ => None,
    });
    let shown = name.to_string();
    let text = docs::line(text);
    let unused = api.may_be_unused();
    let names = alternatives.iter().map(|schemes| {
        let variant = variant(schemes);
        let text = format!("{shown}::{variant}");
        match schemes.as_slice() {
            [] => quote! { Self::#variant => #text },
            [_] => quote! { Self::#variant(..) => #text },
            _ => quote! { Self::#variant { .. } => #text },
        }
    });
    quote! {
        #text
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        #unused
        #vis enum #name {
            #(#variants),*
        }

        impl #runtime::Credentials for #name {
            fn write_headers(&self, headers: &mut #runtime::__private::AuthHeaders) {
                match self {
                    #(#arms)*
                }
            }
        }

        #(#froms)*

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(match self {
                    #(#names),*
                })
            }
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}
