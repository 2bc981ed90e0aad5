//! Marker traits of required parameters, so that a missing one is told by name.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Api, Endpoint, plain};

// Expands to:
//
//     #[diagnostic::on_unimplemented(message = "`post_revoke` is missing its required parameter `token`", ..)]
//     pub trait UspsPostRevokeHasToken: State {}
//     impl UspsPostRevokeHasToken for Set {}
pub(super) fn markers(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let mut markers = TokenStream::new();
    for (index, parameter) in endpoint.parameters.iter().enumerate() {
        let by_grant = endpoint.grants.iter().any(|grant| grant.required.contains(&index));
        if parameter.is_required() || by_grant {
            let setter = parameter.setter().to_string();
            let what = format!("its required parameter `{setter}`");
            markers.extend(marker(api, endpoint, &endpoint.given(parameter), &setter, &what));
        }
    }
    if endpoint.own_credentials {
        let given = endpoint.given_credentials();
        markers.extend(marker(api, endpoint, &given, "auth", "the credentials of the call"));
    }
    markers
}

fn marker(api: &Api, endpoint: &Endpoint, marker: &Ident, setter: &str, what: &str) -> TokenStream {
    let Api { runtime, vis, .. } = api;
    let message = format!("`{}` is missing {what}", plain(&endpoint.ident));
    let label = format!("`{setter}` was never set");
    let end = if endpoint.is_browser() { "url" } else { "send" };
    let note = format!("help: call `.{setter}(…)` before `.{end}()`");
    let (told, not_recommended) = if api.has_diagnostics {
        (
            quote! { #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)] },
            quote! { #[diagnostic::do_not_recommend] },
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    quote! {
        #[doc(hidden)]
        #told
        #vis trait #marker: #runtime::__private::State {}

        #not_recommended
        impl #marker for #runtime::Set {}
    }
}
