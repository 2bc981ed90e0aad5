//! Rules of answers and error bodies.

use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type};

use super::types;
use crate::errors::Errors;
use crate::model::{self, Answer};
use crate::parse::{Endpoint, ErrorType};

/// Returns what a success is.
pub(super) fn answer(endpoint: &Endpoint, errors: &Errors) -> Answer {
    if let Some(browser) = &endpoint.browser {
        if let Some(ty) = &endpoint.answer {
            errors.on(
                ty,
                format_args!(
                    "`{}` has an answer, but a page for a browser is never fetched",
                    endpoint.ident
                ),
                "remove the `->` and its type",
            );
        }
        if endpoint.method.as_ref().is_some_and(|method| method != "get") {
            errors.on(
                browser,
                format_args!(
                    "`{}` is a page for a browser, which opens URLs with `GET`",
                    endpoint.ident
                ),
                "write `#[get(…, browser)]`",
            );
        }
        return Answer::Browser;
    }
    let Some(ty) = &endpoint.answer else { return Answer::Nothing };
    if is_unit(ty) {
        return Answer::Nothing;
    }
    let name = model::plain(&endpoint.ident);
    if let Some((word, help)) = not_an_answer(ty) {
        errors.on(ty, format_args!("the answer of `{name}` is a {word}"), help);
        return Answer::Nothing;
    }
    if let Some(found) = types::cannot_be_owned(ty) {
        errors.on(found.at, format_args!("the answer of `{name}` {}", found.what), found.help);
        return Answer::Nothing;
    }
    match last_segment(ty) {
        Some((word, Some(_))) if word == "Redirect" => {
            errors.on(
                ty,
                format_args!("the answer of `{name}` is a `Redirect` of something"),
                "write `Redirect` where it is always one, `RedirectOr<Type>` where it may be one",
            );
            Answer::Nothing
        }
        Some((word, None)) if word == "RedirectOr" => {
            errors.on(
                ty,
                format_args!("the answer of `{name}` is a `RedirectOr` of nothing"),
                "write `RedirectOr<()>`, or `RedirectOr<Type>` for the type of the other answer",
            );
            Answer::Nothing
        }
        Some((word, Some(inner)))
            if word == "RedirectOr"
                && last_segment(inner).is_some_and(|(word, _)| {
                    ["Redirect", "RedirectOr"].contains(&word.as_str())
                }) =>
        {
            errors.on(
                inner,
                format_args!("the answer of `{name}` is a redirect twice"),
                "write `Redirect`, or the type of the other answer in `RedirectOr<Type>`",
            );
            Answer::Nothing
        }
        Some((name, None)) if name == "Redirect" => Answer::Redirect(ty.clone()),
        Some((name, Some(inner))) if name == "RedirectOr" => {
            if is_unit(inner) {
                Answer::RedirectOrNothing(ty.clone())
            } else {
                Answer::RedirectOrJson(ty.clone())
            }
        }
        _ => Answer::Json(ty.clone()),
    }
}

/// A wrapper that the generated method adds by itself.
fn not_an_answer(ty: &Type) -> Option<(String, &'static str)> {
    if let Type::ImplTrait(opaque) = ty {
        let is_future = opaque.to_token_stream().to_string().contains("Future");
        return is_future.then(|| {
            ("future".to_owned(), "write the type of a success alone; `.send()` makes the future")
        });
    }
    let (name, inner) = last_segment(ty)?;
    inner?;
    let help = match name.as_str() {
        "Result" => {
            "write the type of a success alone; failures are `oauth_runtime::Error`, with `error = Type` for their body"
        }
        "Sending" | "SendingWithMeta" | "Answering" | "BoxFuture" => {
            "write the type of a success alone; `.send()` makes the future"
        }
        _ => return None,
    };
    Some((format!("`{name}`"), help))
}

/// Returns the types that error bodies have.
pub(super) fn error_types(
    endpoint: &Endpoint,
    of_api: Option<&ErrorType>,
    errors: &Errors,
) -> Vec<(Option<u16>, Type)> {
    let mut types = Vec::new();
    for by_status in &endpoint.errors {
        let status = by_status.status.base10_parse::<u16>().unwrap_or_default();
        if !(400..=599).contains(&status) {
            errors.on(
                &by_status.status,
                format_args!("`{}` is not the status of an error", by_status.status),
                "write a status from 400 to 599; every 2xx is a success with the type after `->`",
            );
            continue;
        }
        if types.iter().any(|(there, _)| *there == Some(status)) {
            errors.on(
                &by_status.status,
                format_args!("the status {status} is given twice"),
                "remove one of the two",
            );
            continue;
        }
        if !is_unit(&by_status.ty) && is_error_type(&by_status.ty, endpoint, errors) {
            types.push((Some(status), by_status.ty.clone()));
        }
    }
    if let Some(ErrorType::Type(ty)) = endpoint.error.as_ref().or(of_api) {
        // That of the trait is judged once for all endpoints.
        let quiet = Errors::default();
        let errors = if endpoint.error.is_some() { errors } else { &quiet };
        if is_error_type(ty, endpoint, errors) {
            types.push((None, (**ty).clone()));
        }
    }
    types
}

/// An error body is read as a type of its own.
fn is_error_type(ty: &Type, endpoint: &Endpoint, errors: &Errors) -> bool {
    match error_type_is_owned(ty) {
        None => true,
        Some(found) => {
            let name = model::plain(&endpoint.ident);
            errors.on(
                found.at,
                format_args!("the error type of `{name}` {}", found.what),
                found.help,
            );
            false
        }
    }
}

/// Finds what keeps a type from being that of an error body.
pub(super) fn error_type_is_owned(ty: &Type) -> Option<types::Wrong> {
    types::cannot_be_owned(ty)
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Returns the last name of a type's path, and its one type argument.
pub(super) fn last_segment(ty: &Type) -> Option<(String, Option<&Type>)> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    Some((segment.ident.to_string(), argument))
}
