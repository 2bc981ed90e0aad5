//! Where the runtime is, as generated code names it.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// Returns the path of the runtime: the one given by `crate = …`, or the default.
pub(crate) fn runtime(given: Option<&syn::Path>) -> TokenStream {
    given.map_or_else(|| quote! { ::oauth_runtime }, |path| quote! { #path })
}

/// Returns the path of the runtime before anything else of the arguments is understood.
pub(crate) fn in_arguments(args: &TokenStream) -> TokenStream {
    let mut tokens = args.clone().into_iter();
    while let Some(token) = tokens.next() {
        let is_crate = matches!(&token, TokenTree::Ident(ident) if ident == "crate");
        let is_assigned = matches!(tokens.clone().next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
        if is_crate && is_assigned {
            let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
            return tokens.skip(1).take_while(|token| !is_comma(token)).collect();
        }
    }
    runtime(None)
}
