//! Rules of what says that a server refused, and of what says why.

use proc_macro2::Ident;
use syn::Lit;

use super::context::Check;
use super::way::check_way;
use crate::errors::Errors;
use crate::model::{Refusal, Response, Value, Way};
use crate::parse::{DeclaredApi, DeclaredLiteral, DeclaredReason, DeclaredRefusal};

/// What the trait says is judged once for all endpoints.
pub(super) fn what_the_api_says_can_be_read(declared: &DeclaredApi, errors: &Errors) {
    if let Some(written) = &declared.refused {
        to_refusal(written, errors);
    }
    if let Some(written) = &declared.reason {
        to_ways(written, errors);
    }
}

/// Returns what says that the server refused, where the vendor has its own way to say so.
pub(super) fn check_refusal(
    check: &Check<'_>,
    of_api: Option<&DeclaredRefusal>,
    response: &Response,
) -> Option<Refusal> {
    let Some(written) = &check.written.refused else {
        // That of the trait was judged once for all endpoints.
        let of_api = of_api.filter(|_| !matches!(response, Response::Browser));
        return of_api.and_then(|written| to_refusal(written, &Errors::muted()));
    };
    answer_is_fetched(check, written.word(), response);
    to_refusal(written, check.errors)
}

/// Returns the places at which the reason of a refusal may be.
pub(super) fn check_reason(
    check: &Check<'_>,
    of_api: Option<&DeclaredReason>,
    response: &Response,
) -> Vec<Way> {
    let Some(written) = &check.written.reason else {
        let of_api = of_api.filter(|_| !matches!(response, Response::Browser));
        return of_api.map_or_else(Vec::new, |written| to_ways(written, &Errors::muted()));
    };
    answer_is_fetched(check, &written.word, response);
    to_ways(written, check.errors)
}

/// A page has no answer of which something could be said.
fn answer_is_fetched(check: &Check<'_>, word: &Ident, response: &Response) {
    if matches!(response, Response::Browser) {
        check.errors.on(
            word,
            format_args!(
                "`{word}` is about an answer, and `{}` is a page, which is never fetched",
                check.name()
            ),
            format_args!("remove `{word}`"),
        );
    }
}

fn to_refusal(written: &DeclaredRefusal, errors: &Errors) -> Option<Refusal> {
    let DeclaredRefusal::By { member, except, code, description, .. } = written else {
        return None;
    };
    let member = check_way(member, errors);
    let code = code.as_ref().map(|way| check_way(way, errors));
    let description = description.as_ref().map(|way| check_way(way, errors));
    let except = except.as_ref().and_then(to_value);
    Some(Refusal {
        member: member?,
        except,
        code: code.flatten(),
        description: description.flatten(),
    })
}

/// The value as JSON writes it.
fn to_value(written: &DeclaredLiteral) -> Option<Value> {
    match &written.literal {
        Lit::Str(text) => Some(Value::Text(text.value())),
        Lit::Bool(value) => Some(Value::Bare(value.value.to_string())),
        Lit::Int(digits) => {
            let sign = if written.is_negative { "-" } else { "" };
            Some(Value::Bare(format!("{sign}{}", digits.base10_digits())))
        }
        _ => None,
    }
}

/// Each place can be read, and stands there once.
fn to_ways(written: &DeclaredReason, errors: &Errors) -> Vec<Way> {
    if written.ways.is_empty() && !written.is_none {
        errors.on(
            &written.word,
            "`reason` names no member",
            "write `reason = \"error.message\"`, or `reason = none`",
        );
    }
    let mut ways: Vec<Way> = Vec::new();
    for written in &written.ways {
        let Some(way) = check_way(written, errors) else { continue };
        if ways.contains(&way) {
            errors.at(
                written.span,
                format_args!("the place `{}` is given twice", written.text),
                "remove one of the two",
            );
        } else {
            ways.push(way);
        }
    }
    ways
}
