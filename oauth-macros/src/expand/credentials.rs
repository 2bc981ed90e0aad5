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
        CredentialsKind::One(Scheme::Header { .. } | Scheme::Prefixed { .. })
        | CredentialsKind::All(_)
        | CredentialsKind::AnyOf(_) => {
            quote! { #own }
        }
        CredentialsKind::One(scheme) => type_of_scheme(runtime, scheme),
    }
}

/// The type that holds the credentials of one scheme.
fn type_of_scheme(runtime: &Runtime, scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Basic => quote! { #runtime::Basic },
        Scheme::ClientSecretBasic => quote! { #runtime::ClientSecretBasic },
        Scheme::Bearer => quote! { #runtime::Bearer },
        Scheme::Header { .. } | Scheme::Prefixed { .. } => {
            quote! { #runtime::__private::SecretString }
        }
    }
}

/// Writes the headers of one scheme.
fn expand_write(runtime: &Runtime, scheme: &Scheme, value: &TokenStream) -> TokenStream {
    match scheme {
        Scheme::Header { name, .. } => quote! { headers.header(#name, #value); },
        Scheme::Prefixed { prefix, .. } => quote! { headers.prefixed(#prefix, #value); },
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
        CredentialsKind::One(scheme @ (Scheme::Header { .. } | Scheme::Prefixed { .. })) => {
            expand_all_of(api, std::slice::from_ref(scheme), name, text)
        }
        CredentialsKind::None | CredentialsKind::One(_) => TokenStream::new(),
        CredentialsKind::All(schemes) => expand_all_of(api, schemes, name, text),
        CredentialsKind::AnyOf(alternatives) => expand_any_of(api, alternatives, name, text),
    }
}

// Expands to:
//
//     /// Credentials of [`Voucherify`].
//     pub struct VoucherifyCredentials { app_id: SecretString, app_token: SecretString }
//     impl VoucherifyCredentials {
//         pub fn new(app_id: impl Into<SecretString>, app_token: impl Into<SecretString>) -> Self { .. }
//     }
fn expand_all_of(api: &Api, schemes: &[Scheme], name: &Ident, text: &str) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(name.span());
    let fields: Vec<Ident> = schemes.iter().map(Scheme::field).collect();
    let types: Vec<TokenStream> =
        schemes.iter().map(|scheme| type_of_scheme(runtime, scheme)).collect();
    let writes = schemes
        .iter()
        .zip(&fields)
        .map(|(scheme, field)| expand_write(runtime, scheme, &quote! { &self.#field }));
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
fn expand_any_of(api: &Api, alternatives: &[Vec<Scheme>], name: &Ident, text: &str) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(name.span());
    let variants: Vec<Variant<'_>> =
        alternatives.iter().map(|schemes| Variant::of(runtime, schemes)).collect();
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

/// One of several sets of schemes: nothing, one, or more that go together.
struct Variant<'a> {
    runtime: &'a Runtime,
    name: Ident,
    schemes: &'a [Scheme],
}

impl<'a> Variant<'a> {
    fn of(runtime: &'a Runtime, schemes: &'a [Scheme]) -> Self {
        Self { runtime, name: variant(schemes), schemes }
    }

    /// `/// HTTP Basic.` and `Basic(Basic)`.
    fn definition(&self) -> TokenStream {
        let Self { runtime, name, schemes } = self;
        let text = docs::line(&match schemes {
            [] => "No authentication.".to_owned(),
            schemes => describe(schemes),
        });
        match schemes {
            [] => quote! { #text #name },
            [scheme] => {
                let ty = type_of_scheme(runtime, scheme);
                quote! { #text #name(#ty) }
            }
            schemes => {
                let fields = schemes.iter().map(|scheme| {
                    let field = scheme.field();
                    let ty = type_of_scheme(runtime, scheme);
                    let text = docs::line(&describe(std::slice::from_ref(scheme)));
                    quote! { #text #field: #ty }
                });
                quote! { #text #name { #(#fields),* } }
            }
        }
    }

    /// The arm that writes its headers.
    fn arm(&self) -> TokenStream {
        let Self { runtime, name, schemes } = self;
        match schemes {
            [] => quote! { Self::#name => {} },
            [scheme] => {
                let write = expand_write(runtime, scheme, &quote! { value });
                quote! { Self::#name(value) => { #write } }
            }
            schemes => {
                let fields = schemes.iter().map(Scheme::field);
                let values: Vec<Ident> = (0..schemes.len())
                    .map(|index| Ident::new(&format!("value_{index}"), Span::mixed_site()))
                    .collect();
                let writes = schemes
                    .iter()
                    .zip(&values)
                    .map(|(scheme, value)| expand_write(runtime, scheme, &quote! { #value }));
                quote! { Self::#name { #(#fields: #values),* } => { #(#writes)* } }
            }
        }
    }

    /// The conversion from what says by its type which scheme it is for.
    fn impl_from(&self, credentials: &Ident) -> Option<TokenStream> {
        let Self { runtime, name, schemes } = self;
        let [scheme] = schemes else { return None };
        let ty = scheme.has_its_type().then(|| type_of_scheme(runtime, scheme))?;
        Some(quote! {
            impl ::core::convert::From<#ty> for #credentials {
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
        match self.schemes {
            [] => quote! { Self::#name => #text },
            [_] => quote! { Self::#name(..) => #text },
            _ => quote! { Self::#name { .. } => #text },
        }
    }
}

/// A sentence on schemes that go together.
fn describe(schemes: &[Scheme]) -> String {
    let what: Vec<String> = schemes.iter().map(Scheme::description).collect();
    capital(&format!("{}.", what.join(" and ")))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}
