//! Credentials types: a struct where several schemes go together, an enum where one of several does.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use crate::model::{Alternatives, Api, Credential, CredentialsKind, Endpoint, variant};
use crate::name::plain;
use crate::paths::Runtime;

/// The type of the client's credentials.
pub(super) fn type_of_api(api: &Api) -> TokenStream {
    let own = api.credentials();
    type_of(api, &api.auth, &own)
}

/// The type of the credentials of one call.
pub(super) fn type_of_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    if !endpoint.other_credentials {
        return type_of_api(api);
    }
    let own = endpoint.named("Credentials");
    type_of(api, &endpoint.auth, &own)
}

/// The client's credentials, where they are a type of their own.
pub(super) fn expand_for_api(api: &Api) -> TokenStream {
    let text = format!("Credentials of [`{}`].", plain(&api.ident));
    expand_credentials(api, &api.auth, &api.credentials(), &text)
}

/// The credentials of one call, where they are a type of their own.
pub(super) fn expand_for_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    if !endpoint.other_credentials {
        return TokenStream::new();
    }
    let text = format!("Credentials of {}.", docs::link(api, endpoint));
    expand_credentials(api, &endpoint.auth, &endpoint.named("Credentials"), &text)
}

fn type_of(api: &Api, alternatives: &Alternatives, own: &Ident) -> TokenStream {
    let runtime = &api.runtime;
    match alternatives.credentials_kind() {
        CredentialsKind::None => quote! { #runtime::__private::NoCredentials },
        CredentialsKind::One(Credential::Key { .. } | Credential::Token { .. })
        | CredentialsKind::All(_)
        | CredentialsKind::AnyOf(_) => {
            quote! { #own }
        }
        CredentialsKind::One(credential) => type_of_credential(runtime, &credential),
    }
}

/// The type that holds a credential.
fn type_of_credential(runtime: &Runtime, credential: &Credential) -> TokenStream {
    match credential {
        Credential::Basic => quote! { #runtime::Basic },
        Credential::Bearer => quote! { #runtime::Bearer },
        Credential::Key { .. } | Credential::Token { .. } => {
            quote! { #runtime::__private::SecretString }
        }
        Credential::ClientCredentials => quote! { #runtime::ClientCredentials },
        Credential::ClientId => quote! { #runtime::ClientId },
    }
}

/// Hands one credential over.
fn expand_write(runtime: &Runtime, credential: &Credential, value: &TokenStream) -> TokenStream {
    match credential {
        Credential::Key { name, .. } => quote! { headers.header(#name, #value); },
        Credential::Token { prefix, .. } => quote! { headers.prefixed(#prefix, #value); },
        _ => quote! { #runtime::Credentials::write_headers(#value, headers); },
    }
}

fn expand_credentials(
    api: &Api,
    alternatives: &Alternatives,
    name: &Ident,
    text: &str,
) -> TokenStream {
    match alternatives.credentials_kind() {
        CredentialsKind::One(key @ (Credential::Key { .. } | Credential::Token { .. })) => {
            expand_all_of(api, &[key], name, text)
        }
        CredentialsKind::None | CredentialsKind::One(_) => TokenStream::new(),
        CredentialsKind::All(credentials) => expand_all_of(api, &credentials, name, text),
        CredentialsKind::AnyOf(alternatives) => expand_any_of(api, &alternatives, name, text),
    }
}

// Expands to:
//
//     /// Credentials of [`Voucherify`].
//     pub struct VoucherifyCredentials { app_id: SecretString, app_token: SecretString }
//     impl VoucherifyCredentials {
//         pub fn new(app_id: impl Into<SecretString>, app_token: impl Into<SecretString>) -> Self { .. }
//     }
fn expand_all_of(api: &Api, credentials: &[Credential], name: &Ident, text: &str) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(name.span());
    let fields: Vec<Ident> = credentials.iter().map(Credential::field).collect();
    let types: Vec<TokenStream> =
        credentials.iter().map(|credential| type_of_credential(runtime, credential)).collect();
    let writes = credentials
        .iter()
        .zip(&fields)
        .map(|(credential, field)| expand_write(runtime, credential, &quote! { &self.#field }));
    let what: Vec<String> = credentials.iter().map(Credential::description).collect();
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
                #(#writes)*
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
fn expand_any_of(
    api: &Api,
    alternatives: &[Vec<Credential>],
    name: &Ident,
    text: &str,
) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(name.span());
    let variants: Vec<Variant<'_>> =
        alternatives.iter().map(|credentials| Variant::of(runtime, credentials)).collect();
    let definitions = variants.iter().map(Variant::definition);
    let arms = variants.iter().map(Variant::arm);
    let froms = variants.iter().filter_map(|variant| variant.impl_from(name));
    let shown = name.to_string();
    let debug_arms = variants.iter().map(|variant| variant.debug_arm(&shown));
    let text = docs::line(text);
    let unused = api.may_be_unused();
    quote! {
        #text
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        #unused
        #vis enum #name {
            #(#definitions),*
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
                    #(#debug_arms),*
                })
            }
        }
    }
}

/// One of several sets of credentials: nothing, one, or more that go together.
struct Variant<'a> {
    runtime: &'a Runtime,
    name: Ident,
    credentials: &'a [Credential],
}

impl<'a> Variant<'a> {
    fn of(runtime: &'a Runtime, credentials: &'a [Credential]) -> Self {
        Self { runtime, name: variant(credentials), credentials }
    }

    /// `/// HTTP Basic.` and `Basic(Basic)`.
    fn definition(&self) -> TokenStream {
        let Self { runtime, name, credentials } = self;
        let text = docs::line(&match credentials {
            [] => "No authentication.".to_owned(),
            credentials => describe(credentials),
        });
        match credentials {
            [] => quote! { #text #name },
            [credential] => {
                let ty = type_of_credential(runtime, credential);
                quote! { #text #name(#ty) }
            }
            credentials => {
                let fields = credentials.iter().map(|credential| {
                    let field = credential.field();
                    let ty = type_of_credential(runtime, credential);
                    let text = docs::line(&describe(std::slice::from_ref(credential)));
                    quote! { #text #field: #ty }
                });
                quote! { #text #name { #(#fields),* } }
            }
        }
    }

    /// The arm that writes its headers.
    fn arm(&self) -> TokenStream {
        let Self { runtime, name, credentials } = self;
        match credentials {
            [] => quote! { Self::#name => {} },
            [credential] => {
                let write = expand_write(runtime, credential, &quote! { value });
                quote! { Self::#name(value) => { #write } }
            }
            credentials => {
                let fields = credentials.iter().map(Credential::field);
                let values: Vec<Ident> = (0..credentials.len())
                    .map(|index| Ident::new(&format!("value_{index}"), Span::mixed_site()))
                    .collect();
                let writes = credentials.iter().zip(&values).map(|(credential, value)| {
                    expand_write(runtime, credential, &quote! { #value })
                });
                quote! { Self::#name { #(#fields: #values),* } => { #(#writes)* } }
            }
        }
    }

    /// The conversion from what says by its type which variant it is for.
    fn impl_from(&self, all: &Ident) -> Option<TokenStream> {
        let Self { runtime, name, credentials } = self;
        let [credential] = credentials else { return None };
        if matches!(credential, Credential::Key { .. } | Credential::Token { .. }) {
            return None;
        }
        let ty = type_of_credential(runtime, credential);
        Some(quote! {
            impl ::core::convert::From<#ty> for #all {
                fn from(value: #ty) -> Self {
                    Self::#name(value)
                }
            }
        })
    }

    /// The arm that shows its name, and no value.
    fn debug_arm(&self, credentials: &str) -> TokenStream {
        let name = &self.name;
        let text = format!("{credentials}::{name}");
        match self.credentials {
            [] => quote! { Self::#name => #text },
            [_] => quote! { Self::#name(..) => #text },
            _ => quote! { Self::#name { .. } => #text },
        }
    }
}

/// A sentence on credentials that go together.
fn describe(credentials: &[Credential]) -> String {
    let what: Vec<String> = credentials.iter().map(Credential::description).collect();
    capital(&format!("{}.", what.join(" and ")))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}
