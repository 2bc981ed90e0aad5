//! The whole macro on one page: parse, check, expand.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::{cfg, check, expand, fallback, parse};

/// Expands one declaration. Every mistake becomes an error at its place; what is right is emitted beside the errors.
pub(crate) fn oauth_api(args: TokenStream, item: TokenStream) -> TokenStream {
    if let Some(step) = cfg::next_step(&args, &item) {
        return step;
    }
    let errors = Errors::default();
    let expansion = match parse::parse_api(args, item.clone(), &errors) {
        Some(declared) => expand::expand_api(&check::check_api(declared, &errors)),
        None => fallback::stand_in(item),
    };
    let errors = errors.finish();
    quote::quote! {
        #expansion
        #errors
    }
}
