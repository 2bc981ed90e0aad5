//! The parameters of a function and their attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, LitBool, LitInt, LitStr, Meta, Pat, PatType, Token, Type, UnOp};

use super::types;
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
    pub(crate) value: Value,
}

/// A value as it is written.
pub(crate) enum Value {
    Text(LitStr),
    Bool(LitBool),
    /// Digits, and whether there is a minus before them.
    Int(LitInt, bool),
    /// Something that cannot stand here, which has been reported.
    Unknown,
}

impl Value {
    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.value()),
            _ => None,
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span(),
            Self::Bool(value) => value.span(),
            Self::Int(digits, _) => digits.span(),
            Self::Unknown => Span::call_site(),
        }
    }
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
            let shown = other.to_token_stream().to_string();
            errors.on(
                other,
                format_args!("`{shown}` is a pattern, and a parameter is a name"),
                "write `name: Type`",
            );
            return None;
        }
    };
    let mut parameter = Parameter {
        docs: Vec::new(),
        ident,
        ty: types::ungrouped(*typed.ty),
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
        let shown = attr.path().to_token_stream().to_string().replace(' ', "");
        errors.on(
            attr.path(),
            format_args!("unknown attribute `{shown}` on `{}`", parameter.ident),
            format_args!("known here: {}", suggest::list(keys::PARAMETER)),
        );
        return;
    };
    let name = word.to_string();
    let ident = &parameter.ident;
    match name.as_str() {
        "doc" => parameter.docs.push(attr),
        // What is left of conditions stands beside a mistake that keeps them from being decided.
        "cfg" | "cfg_attr" if matches!(attr.meta, Meta::List(_)) => {}
        "cfg" | "cfg_attr" => errors.on(
            &word,
            format_args!("`{name}` has no condition"),
            format_args!("write `#[{name}(feature = \"…\")]`"),
        ),
        "query" | "form" | "json" => match &attr.meta {
            Meta::Path(_) => parameter.places.push(Place { word, name: None }),
            other => {
                errors.on(
                    value_of(other),
                    format_args!("`{name}` on `{ident}` takes nothing"),
                    format_args!("write `#[{name}]`; another wire name is `#[name = \"…\"]`"),
                );
                parameter.places.push(Place { word, name: None });
            }
        },
        "header" | "cookie" => {
            if let Ok(text) = attr.parse_args_with(|input: ParseStream<'_>| input.parse::<LitStr>())
            {
                parameter.places.push(Place { word, name: Some(text) });
            } else {
                let names = attr.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated);
                let what = if names.is_ok_and(|names| names.len() > 1) {
                    "more than one name"
                } else {
                    "no name in quotes"
                };
                errors.on(
                    value_of(&attr.meta),
                    format_args!("the {name} of `{ident}` has {what}"),
                    format_args!("write `#[{name}(\"…\")]` with its name on the wire"),
                );
                let name = LitStr::new("unnamed", word.span());
                parameter.places.push(Place { word, name: Some(name) });
            }
        }
        "name" => match string_value(&attr) {
            Some(text) => parameter.names.push((word, text)),
            None => errors.on(
                value_of(&attr.meta),
                format_args!("the wire name of `{ident}` is not a text"),
                "write `#[name = \"wire_name\"]`",
            ),
        },
        "default" | "server_default" | "constant" => {
            if let Some(value) = value(&attr) {
                parameter.defaults.push(Default { word, value });
            } else {
                errors.on(
                    value_of(&attr.meta),
                    format_args!(
                        "the `{name}` of `{ident}` is not a value that can be written here"
                    ),
                    format_args!(
                        "write `#[{name} = \"…\"]`, with a string, an integer, `true` or `false`"
                    ),
                );
                let value = Value::Unknown;
                parameter.defaults.push(Default { word, value });
            }
        }
        _ => errors.on(
            &word,
            format_args!("unknown attribute `{name}` on `{ident}`"),
            suggest::help(&name, keys::PARAMETER, keys::PARAMETER_MEANT),
        ),
    }
}

/// What stands in an attribute behind its name, or else the name.
fn value_of(meta: &Meta) -> TokenStream {
    match meta {
        Meta::NameValue(pair) => pair.value.to_token_stream(),
        Meta::List(list) if !list.tokens.is_empty() => list.tokens.clone(),
        other => other.path().to_token_stream(),
    }
}

fn value(attr: &Attribute) -> Option<Value> {
    let Meta::NameValue(pair) = &attr.meta else { return None };
    let (literal, negative) = match &pair.value {
        Expr::Lit(literal) => (&literal.lit, false),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match &*unary.expr {
            Expr::Lit(literal) if matches!(literal.lit, Lit::Int(_)) => (&literal.lit, true),
            _ => return None,
        },
        _ => return None,
    };
    match literal {
        Lit::Str(text) => Some(Value::Text(text.clone())),
        Lit::Bool(value) => Some(Value::Bool(value.clone())),
        Lit::Int(digits) => Some(Value::Int(digits.clone(), negative)),
        _ => None,
    }
}

fn string_value(attr: &Attribute) -> Option<LitStr> {
    match value(attr)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
