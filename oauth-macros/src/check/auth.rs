//! Rules of authentication.

use proc_macro2::Ident;
use syn::LitStr;

use super::api::header_name;
use crate::errors::Errors;
use crate::model::{Alternatives, Scheme};
use crate::parse::Auth;

/// Brings an expression into alternatives of schemes that go together.
pub(super) fn alternatives(written: &Auth, errors: &Errors) -> Alternatives {
    let mut alternatives: Vec<Vec<Scheme>> = Vec::new();
    for schemes in spread(written, errors) {
        if !alternatives.contains(&schemes) {
            alternatives.push(schemes);
        }
    }
    one_authorization_each(written, &alternatives, errors);
    Alternatives(alternatives)
}

fn spread(written: &Auth, errors: &Errors) -> Vec<Vec<Scheme>> {
    match written {
        Auth::None(_) => vec![Vec::new()],
        Auth::Basic(_) => vec![vec![Scheme::Basic]],
        Auth::ClientSecretBasic(_) => vec![vec![Scheme::ClientSecretBasic]],
        Auth::Bearer(_) => vec![vec![Scheme::Bearer]],
        Auth::Header { name, called } => match header(name, called.as_ref(), errors) {
            Some(scheme) => vec![vec![scheme]],
            None => vec![Vec::new()],
        },
        Auth::AnyOf(parts) => parts.iter().flat_map(|part| spread(part, errors)).collect(),
        Auth::All(parts) => parts.iter().fold(vec![Vec::new()], |sets, part| {
            let more = spread(part, errors);
            let join = |set: &Vec<Scheme>| {
                let set = set.clone();
                more.iter()
                    .map(move |more| set.iter().chain(more).cloned().collect::<Vec<_>>())
                    .collect::<Vec<_>>()
            };
            sets.iter().flat_map(join).collect()
        }),
    }
}

fn header(name: &LitStr, called: Option<&Ident>, errors: &Errors) -> Option<Scheme> {
    let lower = header_name(name, errors)?;
    let called = called.cloned().or_else(|| name_of_key(&lower, name));
    if called.is_none() {
        errors.on(
            name,
            format_args!("the key of the header `{}` has no name", name.value()),
            "name it: `header(\"…\") as api_key`",
        );
    }
    Some(Scheme::Header { name: lower, called: called? })
}

/// What a key is called: the name of its header without `x-`.
fn name_of_key(header: &str, name: &LitStr) -> Option<Ident> {
    let words = header.strip_prefix("x-").unwrap_or(header);
    let words = words.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let ident: Ident = syn::parse_str(&words).ok()?;
    Some(Ident::new(&ident.to_string(), name.span()))
}

/// A request has one `Authorization` header (RFC 9110, section 11.6.2), and each header once.
fn one_authorization_each(written: &Auth, alternatives: &[Vec<Scheme>], errors: &Errors) {
    for schemes in alternatives {
        if schemes.iter().filter(|scheme| scheme.is_authorization()).count() > 1 {
            errors.at(
                span(written),
                "two schemes of one alternative need the header `Authorization` (RFC 9110, section 11.6.2)",
                "join them with `|` to offer a choice, or keep one",
            );
        }
        for (index, scheme) in schemes.iter().enumerate() {
            if schemes.iter().take(index).any(|earlier| earlier == scheme) {
                errors.at(
                    span(written),
                    format_args!("one alternative has {} twice", scheme.description()),
                    "remove one of the two",
                );
            }
        }
    }
}

fn span(written: &Auth) -> proc_macro2::Span {
    match written {
        Auth::None(span)
        | Auth::Basic(span)
        | Auth::ClientSecretBasic(span)
        | Auth::Bearer(span) => *span,
        Auth::Header { name, .. } => name.span(),
        Auth::All(parts) | Auth::AnyOf(parts) => {
            parts.last().map_or_else(proc_macro2::Span::call_site, span)
        }
    }
}
