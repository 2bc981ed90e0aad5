//! Rules of who says the value of a parameter.

use proc_macro2::Ident;
use quote::ToTokens as _;

use super::value::value_fits_the_type;
use crate::check::types::without_option;
use crate::errors::Errors;
use crate::model::{Location, Need, Value};
use crate::parse::{DeclaredDefault, DeclaredParameter, DeclaredValue, DefaultKind};

/// Returns who says the value.
pub(super) fn check_need(written: &DeclaredParameter, location: Location, errors: &Errors) -> Need {
    only_one_default(written, errors);
    let (optional, _) = without_option(&written.ty);
    let plain = if optional { Need::Optional } else { Need::Required };
    let Some(default) = written.defaults.first() else {
        let always = match location {
            Location::Path => Some(("path parameter", "a path is always whole")),
            Location::Url => Some(("URL of the call", "a call always goes somewhere")),
            _ => None,
        };
        if let (true, Some((what, why))) = (optional, always) {
            errors.on(
                &written.ty,
                format_args!("the {what} `{}` is optional", written.ident),
                format_args!("{why}: write `{}`", written_without_option(written)),
            );
            return Need::Required;
        }
        return plain;
    };
    value_fits_the_type(written, default, errors);
    let value = to_value(&default.value);
    match default.kind {
        DefaultKind::ServerDefault => {
            server_default_is_optional(written, default, optional, errors);
            Need::ServerDefault(value)
        }
        DefaultKind::Default => {
            let why = "the caller may leave it out as it is";
            is_not_optional(&default.word, written, optional, why, errors);
            Need::Default(value)
        }
        DefaultKind::Constant => {
            is_not_optional(&default.word, written, optional, "it is always sent", errors);
            Need::Constant(value)
        }
    }
}

fn only_one_default(written: &DeclaredParameter, errors: &Errors) {
    let [first, others @ ..] = written.defaults.as_slice() else { return };
    for other in others {
        errors.on(
            &other.word,
            format_args!("`{}` conflicts with `{}` on the same parameter", other.word, first.word),
            "keep one of the two",
        );
    }
}

fn to_value(written: &DeclaredValue) -> Value {
    match written {
        DeclaredValue::Int(digits, negative) => {
            let sign = if *negative { "-" } else { "" };
            Value::Bare(format!("{sign}{}", digits.base10_digits()))
        }
        DeclaredValue::Bool(value) => Value::Bare(value.value.to_string()),
        DeclaredValue::Text(text) => Value::Text(text.value()),
        DeclaredValue::Unknown => Value::Text(String::new()),
    }
}

fn server_default_is_optional(
    written: &DeclaredParameter,
    default: &DeclaredDefault,
    optional: bool,
    errors: &Errors,
) {
    if !optional {
        errors.on(
            &default.word,
            format_args!("`{}` has a server default but is required", written.ident),
            format_args!(
                "write `{}: Option<…>`, or `#[default = …]` to have it sent",
                written.ident
            ),
        );
    }
}

fn is_not_optional(
    word: &Ident,
    written: &DeclaredParameter,
    optional: bool,
    why: &str,
    errors: &Errors,
) {
    if optional {
        errors.on(
            &written.ty,
            format_args!("`{}` has a `{word}` and is optional: {why}", written.ident),
            format_args!("write `{}`", written_without_option(written)),
        );
    }
}

/// The parameter as it is written where it is required.
fn written_without_option(written: &DeclaredParameter) -> String {
    let (_, ty) = without_option(&written.ty);
    let ty = ty
        .to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">");
    format!("{}: {ty}", written.ident)
}
