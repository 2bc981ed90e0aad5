//! The parameters of a function, with their attributes.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, LitStr, Meta, Pat, PatType, Token, UnOp};

use super::declared::{
    DeclaredDefault, DeclaredParameter, DeclaredPlace, DeclaredValue, DefaultKind, Target,
};
use super::types::ungrouped;
use crate::errors::Errors;
use crate::keys::{KnownWords as _, ParameterAttribute};
use crate::suggest;

/// Reads a parameter, or reports that it has no name.
pub(super) fn parse_parameter(typed: PatType, errors: &Errors) -> Option<DeclaredParameter> {
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
    let mut parameter = DeclaredParameter {
        docs: Vec::new(),
        ident,
        ty: ungrouped(*typed.ty),
        places: Vec::new(),
        names: Vec::new(),
        defaults: Vec::new(),
        separators: Vec::new(),
    };
    for attr in typed.attrs {
        parse_attribute(&mut parameter, attr, errors);
    }
    Some(parameter)
}

fn parse_attribute(parameter: &mut DeclaredParameter, attr: Attribute, errors: &Errors) {
    let Some(word) = attr.path().get_ident().cloned() else {
        let shown = attr.path().to_token_stream().to_string().replace(' ', "");
        errors.on(
            attr.path(),
            format_args!("unknown attribute `{shown}` on `{}`", parameter.ident),
            format_args!("known here: {}", suggest::list(ParameterAttribute::NAMES)),
        );
        return;
    };
    let Some(known) = ParameterAttribute::of(&word) else {
        return report_unknown_attribute(parameter, &word, &attr, errors);
    };
    match known {
        ParameterAttribute::Doc => parameter.docs.push(attr),
        ParameterAttribute::Query => parse_place(parameter, word, Target::Query, &attr, errors),
        ParameterAttribute::Form => parse_place(parameter, word, Target::Form, &attr, errors),
        ParameterAttribute::Json => parse_place(parameter, word, Target::Json, &attr, errors),
        ParameterAttribute::Header => {
            parse_named_place(parameter, word, Target::Header, &attr, errors);
        }
        ParameterAttribute::Cookie => {
            parse_named_place(parameter, word, Target::Cookie, &attr, errors);
        }
        ParameterAttribute::Name => parse_name(parameter, word, &attr, errors),
        ParameterAttribute::Separator => parse_separator(parameter, word, &attr, errors),
        ParameterAttribute::Default => {
            parse_default(parameter, word, DefaultKind::Default, &attr, errors);
        }
        ParameterAttribute::ServerDefault => {
            parse_default(parameter, word, DefaultKind::ServerDefault, &attr, errors);
        }
        ParameterAttribute::Constant => {
            parse_default(parameter, word, DefaultKind::Constant, &attr, errors);
        }
    }
}

fn report_unknown_attribute(
    parameter: &DeclaredParameter,
    word: &Ident,
    attr: &Attribute,
    errors: &Errors,
) {
    if word != "cfg" && word != "cfg_attr" {
        errors.on(
            word,
            format_args!("unknown attribute `{word}` on `{}`", parameter.ident),
            ParameterAttribute::help(&word.to_string()),
        );
    } else if !matches!(attr.meta, Meta::List(_)) {
        // What is left of conditions stands beside a mistake that keeps them from being decided.
        errors.on(
            word,
            format_args!("`{word}` has no condition"),
            format_args!("write `#[{word}(feature = \"…\")]`"),
        );
    }
}

/// Reads `#[query]`, `#[form]` or `#[json]`.
fn parse_place(
    parameter: &mut DeclaredParameter,
    word: Ident,
    target: Target,
    attr: &Attribute,
    errors: &Errors,
) {
    if !matches!(attr.meta, Meta::Path(_)) {
        errors.on(
            value_of(&attr.meta),
            format_args!("`{word}` on `{}` takes nothing", parameter.ident),
            format_args!("write `#[{word}]`; another wire name is `#[name = \"…\"]`"),
        );
    }
    parameter.places.push(DeclaredPlace { word, target });
}

/// Reads `#[header("X-Name")]` or `#[cookie("name")]`.
fn parse_named_place(
    parameter: &mut DeclaredParameter,
    word: Ident,
    target: fn(LitStr) -> Target,
    attr: &Attribute,
    errors: &Errors,
) {
    let one = |input: ParseStream<'_>| input.parse::<LitStr>();
    let name = attr.parse_args_with(one).unwrap_or_else(|_| {
        let names = attr.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated);
        let what = if names.is_ok_and(|names| names.len() > 1) {
            "more than one name"
        } else {
            "no name in quotes"
        };
        errors.on(
            value_of(&attr.meta),
            format_args!("the {word} of `{}` has {what}", parameter.ident),
            format_args!("write `#[{word}(\"…\")]` with its name on the wire"),
        );
        LitStr::new("unnamed", word.span())
    });
    parameter.places.push(DeclaredPlace { word, target: target(name) });
}

/// Reads `#[name = "wireName"]`.
fn parse_name(parameter: &mut DeclaredParameter, word: Ident, attr: &Attribute, errors: &Errors) {
    match parse_value(attr) {
        Some(DeclaredValue::Text(text)) => parameter.names.push((word, text)),
        _ => errors.on(
            value_of(&attr.meta),
            format_args!("the wire name of `{}` is not a text", parameter.ident),
            "write `#[name = \"wire_name\"]`",
        ),
    }
}

/// Reads `#[separator = ","]`.
fn parse_separator(
    parameter: &mut DeclaredParameter,
    word: Ident,
    attr: &Attribute,
    errors: &Errors,
) {
    match parse_value(attr) {
        Some(DeclaredValue::Text(text)) => parameter.separators.push((word, text)),
        _ => errors.on(
            value_of(&attr.meta),
            format_args!("the separator of `{}` is not a text", parameter.ident),
            "write `#[separator = \",\"]`",
        ),
    }
}

/// Reads `#[default = …]`, `#[server_default = …]` or `#[constant = …]`.
fn parse_default(
    parameter: &mut DeclaredParameter,
    word: Ident,
    kind: DefaultKind,
    attr: &Attribute,
    errors: &Errors,
) {
    let value = parse_value(attr).unwrap_or_else(|| {
        errors.on(
            value_of(&attr.meta),
            format_args!(
                "the `{word}` of `{}` is not a value that can be written here",
                parameter.ident
            ),
            format_args!("write `#[{word} = \"…\"]`, with a string, an integer, `true` or `false`"),
        );
        DeclaredValue::Unknown
    });
    parameter.defaults.push(DeclaredDefault { word, kind, value });
}

/// What stands in an attribute behind its name, or else the name.
fn value_of(meta: &Meta) -> TokenStream {
    match meta {
        Meta::NameValue(pair) => pair.value.to_token_stream(),
        Meta::List(list) if !list.tokens.is_empty() => list.tokens.clone(),
        other => other.path().to_token_stream(),
    }
}

/// Reads `= value`: a string, an integer, `true` or `false`.
fn parse_value(attr: &Attribute) -> Option<DeclaredValue> {
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
        Lit::Str(text) => Some(DeclaredValue::Text(text.clone())),
        Lit::Bool(value) => Some(DeclaredValue::Bool(value.clone())),
        Lit::Int(digits) => Some(DeclaredValue::Int(digits.clone(), negative)),
        _ => None,
    }
}
