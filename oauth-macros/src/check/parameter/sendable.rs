//! Rules of the types that can be sent.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Type;

use crate::check::context::Check;
use crate::check::types::{IS_BORROWED, cannot_be_owned, last_segment, list_item, without_option};
use crate::model::Location;
use crate::parse::DeclaredParameter;

/// A value owns its data and has a text; lists, maps and other shapes go into JSON only.
pub(super) fn can_be_sent(
    check: &Check<'_>,
    written: &DeclaredParameter,
    location: Location,
    in_json: bool,
    is_list: bool,
) -> bool {
    let Check { errors, written: endpoint, .. } = *check;
    let (_, ty) = without_option(&written.ty);
    let ident = &written.ident;
    let wrong = |what: &str, help: &str| {
        errors.on(&written.ty, format_args!("`{ident}` {what}"), help);
        false
    };
    if let Some(found) = cannot_be_owned(ty) {
        if !endpoint.is_generic {
            let is_borrowed = found.what == IS_BORROWED;
            let setters = if is_borrowed { "; setters take `&str` all the same" } else { "" };
            errors.on(
                found.at,
                format_args!("`{ident}` {}", found.what),
                format_args!("{}{setters}", found.help),
            );
        }
        return false;
    }
    let is_secret = |ty: &Type| last_segment(ty).is_some_and(|(name, _)| name == "SecretString");
    let is_secret =
        is_secret(ty) || (location != Location::WholeBody && list_item(ty).is_some_and(is_secret));
    if in_json && !is_secret && holds_secrets(ty) {
        return wrong(
            "holds secrets inside another type, which serde does not write",
            "send each as a parameter of its own, or write a type that implements `serde::Serialize`",
        );
    }
    if is_list {
        return true;
    }
    // What keeps a list from being sent was told.
    let is_told = list_item(ty).is_some() || !written.separators.is_empty();
    if is_told && (!in_json || is_secret || !written.separators.is_empty()) {
        return false;
    }
    let Some((name, inner)) = last_segment(ty) else {
        return in_json
            || wrong(
                "has a type that cannot be written as text",
                "use `String`, `SecretString`, `Scopes`, `bool`, an integer, `Url` or an open enum",
            );
    };
    let lists = ["VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet"];
    let otherwise = match (name.as_str(), location) {
        ("HashMap" | "BTreeMap", Location::Body) => "write `body = json` on the endpoint",
        ("HashMap" | "BTreeMap", _) => {
            "send it in a JSON body, or each of its values as a parameter"
        }
        _ => "write `Vec<…>`: it is sent once for each item, or joined with `#[separator = \",\"]`",
    };
    match name.as_str() {
        "Option" => wrong("is optional twice", "take one `Option` off"),
        list if inner.is_some() && lists.contains(&list) && !in_json => {
            wrong(&format!("is a `{list}`, which only a JSON body can carry"), otherwise)
        }
        "f32" | "f64" if !in_json => wrong(
            "is a floating-point number, which can be written in more than one way",
            "use an integer, or `String` for a decimal number",
        ),
        _ => true,
    }
}

/// Whether `SecretString` stands in a type, as what a list, a tuple or another type holds.
fn holds_secrets(ty: &Type) -> bool {
    fn holds(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == "SecretString",
            TokenTree::Group(group) => holds(group.stream()),
            _ => false,
        })
    }
    holds(ty.to_token_stream())
}
