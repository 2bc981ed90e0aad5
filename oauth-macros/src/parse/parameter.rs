//! The parameters of a function and their attributes.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitStr, Meta, Pat, PatType, Type};

use crate::errors::Errors;
use crate::{keys, suggest};

/// A parameter as it is written.
pub(crate) struct Parameter {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) places: Vec<Place>,
    pub(crate) names: Vec<(Ident, LitStr)>,
    pub(crate) defaults: Vec<Default>,
}

/// Where a parameter is said to go.
pub(crate) struct Place {
    /// `query`, `form`, `json`, `header` or `cookie`.
    pub(crate) word: Ident,
    /// The name of the header or cookie.
    pub(crate) name: Option<LitStr>,
}

/// A value in place of the caller's.
pub(crate) struct Default {
    /// `default`, `server_default` or `constant`.
    pub(crate) word: Ident,
    pub(crate) value: Lit,
}

/// Reads a parameter, or reports that it has no name.
pub(super) fn parameter(typed: PatType, errors: &Errors) -> Option<Parameter> {
    let ident = match *typed.pat {
        Pat::Ident(pat)
            if pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none() =>
        {
            pat.ident
        }
        other => {
            errors.on(other, "a parameter is a name, not a pattern", "write `name: Type`");
            return None;
        }
    };
    let mut parameter = Parameter {
        docs: Vec::new(),
        ident,
        ty: *typed.ty,
        places: Vec::new(),
        names: Vec::new(),
        defaults: Vec::new(),
    };
    for attr in typed.attrs {
        attribute(&mut parameter, attr, errors);
    }
    Some(parameter)
}

fn attribute(parameter: &mut Parameter, attr: Attribute, errors: &Errors) {
    let Some(word) = attr.path().get_ident().cloned() else {
        errors.on(
            attr.path(),
            "unknown attribute on a parameter",
            format_args!("known here: {}", suggest::list(keys::PARAMETER)),
        );
        return;
    };
    let name = word.to_string();
    match name.as_str() {
        "doc" => parameter.docs.push(attr),
        "query" | "form" | "json" => match &attr.meta {
            Meta::Path(_) => parameter.places.push(Place { word, name: None }),
            other => errors.on(
                other,
                format_args!("`{name}` takes nothing"),
                format_args!("write `#[{name}]`; another wire name is `#[name = \"…\"]`"),
            ),
        },
        "header" | "cookie" => {
            match attr.parse_args_with(|input: ParseStream<'_>| input.parse::<LitStr>()) {
                Ok(text) => parameter.places.push(Place { word, name: Some(text) }),
                Err(_) => errors.on(
                    &attr.meta,
                    format_args!("`{name}` has no name"),
                    format_args!("write `#[{name}(\"…\")]` with its name on the wire"),
                ),
            }
        }
        "name" => match string_value(&attr) {
            Some(text) => parameter.names.push((word, text)),
            None => errors.on(&attr.meta, "`name` has no text", "write `#[name = \"wire_name\"]`"),
        },
        "default" | "server_default" | "constant" => match value(&attr) {
            Some(value) => parameter.defaults.push(Default { word, value }),
            None => errors.on(
                &attr.meta,
                format_args!("`{name}` has no value"),
                format_args!(
                    "write `#[{name} = \"…\"]`, with a string, a number, `true` or `false`"
                ),
            ),
        },
        _ => errors.on(
            &word,
            format_args!("unknown attribute `{name}` on a parameter"),
            suggest::help(&name, keys::PARAMETER),
        ),
    }
}

fn value(attr: &Attribute) -> Option<Lit> {
    let Meta::NameValue(pair) = &attr.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(lit) if matches!(lit.lit, Lit::Str(_) | Lit::Int(_) | Lit::Bool(_)) => {
            Some(lit.lit.clone())
        }
        _ => None,
    }
}

fn string_value(attr: &Attribute) -> Option<LitStr> {
    match value(attr)? {
        Lit::Str(text) => Some(text),
        _ => None,
    }
}
