//! The attribute `#[oauth_api]`. Use it through the crate `oauth-runtime`, which re-exports it.
#![doc = ""]

mod api;
mod cfg;
mod check;
mod errors;
mod expand;
mod fallback;
mod keys;
mod model;
mod parse;
mod paths;
mod suggest;

/// Turns a trait that declares the endpoints of an OAuth vendor into a client.
#[proc_macro_attribute]
pub fn oauth_api(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    api::oauth_api(args.into(), item.into()).into()
}
