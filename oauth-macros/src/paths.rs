//! Where the runtime is, as generated code names it.

use proc_macro2::TokenStream;
use quote::quote;

/// Returns the path of the runtime: the one given by `crate = …`, or the default.
pub(crate) fn runtime(given: Option<&syn::Path>) -> TokenStream {
    match given {
        Some(path) => quote! { #path },
        None => quote! { ::oauth_runtime },
    }
}
