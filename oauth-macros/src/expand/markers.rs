//! Marker traits of required parameters, so that a missing one is told by name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Endpoint, Parameter};
use crate::name::plain;

// Expands to:
//
//     #[diagnostic::on_unimplemented(message = "`post_revoke` is missing its required parameter `token`", ..)]
//     pub trait UspsPostRevokeHasToken: State {}
//     impl UspsPostRevokeHasToken for Set {}
pub(super) fn expand_markers(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let vis = api.vis_at(endpoint.ident.span());
    let is_needed = |(index, parameter): &(usize, &Parameter)| {
        let by_grant = endpoint.grants.iter().any(|grant| grant.required.contains(index));
        parameter.is_required() || by_grant
    };
    let needed = endpoint.parameters.iter().enumerate().filter(is_needed);
    let needed = needed.map(|(_, parameter)| {
        let setter = parameter.setter().to_string();
        let what = format!("its required parameter `{setter}`");
        let entries = if parameter.wire == "grant_type" { entries(endpoint) } else { None };
        (endpoint.given(parameter), setter, what, entries)
    });
    let own = endpoint.own_credentials.then(|| {
        let what = "the credentials of the call".to_owned();
        (endpoint.given_credentials(), "auth".to_owned(), what, None)
    });
    let (mut markers, mut messages, mut labels, mut notes) = (vec![], vec![], vec![], vec![]);
    let name = plain(&endpoint.ident);
    let end = if endpoint.is_browser() { "url" } else { "send" };
    for (marker, setter, what, entries) in needed.chain(own) {
        markers.push(marker);
        messages.push(format!("`{name}` is missing {what}"));
        labels.push(format!("`{setter}` was never set"));
        let call = format!("call `.{setter}(…)` before `.{end}()` or `.into_request()`");
        notes.push(match entries {
            Some(entries) => format!("begin with a grant: {entries}; for another, {call}"),
            None => call,
        });
    }
    if !api.has_diagnostics {
        return quote! {
            #(
                #[doc(hidden)]
                #vis trait #markers: #runtime::__private::State {}

                impl #markers for #runtime::__private::Set {}
            )*
        };
    }
    quote! {
        #(
            #[doc(hidden)]
            #[diagnostic::on_unimplemented(message = #messages, label = #labels, note = #notes)]
            #vis trait #markers: #runtime::__private::State {}

            #[diagnostic::do_not_recommend]
            impl #markers for #runtime::__private::Set {}
        )*
    }
}

/// The entries of an endpoint's grants, each of which says the grant type: `.authorization_code()` or `.refresh()`.
fn entries(endpoint: &Endpoint) -> Option<String> {
    let entries: Vec<String> =
        endpoint.grants.iter().map(|grant| format!("`.{}()`", plain(&grant.entry))).collect();
    let (last, others) = entries.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) })
}
