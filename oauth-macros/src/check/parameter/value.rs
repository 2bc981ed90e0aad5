//! Rules of values that are written in the declaration.

use crate::check::types::{last_segment, without_option};
use crate::errors::Errors;
use crate::name::plain;
use crate::parse::{DeclaredDefault, DeclaredParameter, DeclaredValue};

/// A text is no number, and a number no text; others are left to their types.
pub(super) fn value_fits_the_type(
    written: &DeclaredParameter,
    default: &DeclaredDefault,
    errors: &Errors,
) {
    let (_, ty) = without_option(&written.ty);
    let Some((name, None)) = last_segment(ty) else { return };
    let word = &default.word;
    let ident = plain(&written.ident);
    let wrong = |what: &str, help: String| {
        errors.at(
            default.value.span(),
            format_args!("the `{word}` of `{ident}` is {what}, and its type is `{name}`"),
            help,
        );
    };
    match (name.as_str(), &default.value) {
        ("String" | "SecretString" | "Scopes" | "Url", DeclaredValue::Int(digits, negative)) => {
            let sign = if *negative { "-" } else { "" };
            wrong("a number", format!("write `#[{word} = \"{sign}{}\"]`", digits.base10_digits()));
        }
        ("String" | "SecretString" | "Scopes" | "Url", DeclaredValue::Bool(value)) => {
            wrong("a boolean", format!("write `#[{word} = \"{}\"]`", value.value));
        }
        ("bool", DeclaredValue::Text(text)) if ["true", "false"].contains(&&*text.value()) => {
            wrong("a text", format!("write `#[{word} = {}]`", text.value()));
        }
        ("bool", DeclaredValue::Text(_)) => {
            wrong("a text", format!("write `#[{word} = true]` or `#[{word} = false]`"));
        }
        ("bool", DeclaredValue::Int(..)) => {
            wrong("a number", format!("write `#[{word} = true]` or `#[{word} = false]`"));
        }
        (integer, DeclaredValue::Text(text)) if range(integer).is_some() => {
            let number =
                if text.value().parse::<i128>().is_ok() { text.value() } else { "1".to_owned() };
            wrong("a text", format!("write `#[{word} = {number}]`"));
        }
        (integer, DeclaredValue::Bool(_)) if range(integer).is_some() => {
            wrong("a boolean", format!("write `#[{word} = 1]`"));
        }
        (integer, DeclaredValue::Int(digits, negative)) => {
            let Some((least, most)) = range(integer) else { return };
            let value =
                digits.base10_parse::<i128>().map(|value| if *negative { -value } else { value });
            if !value.is_ok_and(|value| (least..=most).contains(&value)) {
                wrong("out of range", format!("write a number from {least} to {most}"));
            }
        }
        _ => {}
    }
}

/// The least and the most that an integer type can hold.
fn range(integer: &str) -> Option<(i128, i128)> {
    Some(match integer {
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" | "isize" => (i64::MIN.into(), i64::MAX.into()),
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" | "usize" => (0, u64::MAX.into()),
        _ => return None,
    })
}
