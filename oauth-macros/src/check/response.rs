//! Rules of answers and error bodies.

use syn::{GenericArgument, PathArguments, Type};

use crate::errors::Errors;
use crate::model::Answer;
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
    if let Type::Reference(_) = ty {
        errors.on(
            ty,
            format_args!("the answer of `{}` is borrowed", endpoint.ident),
            "an answer owns its data: remove the `&`",
        );
    }
    match last_segment(ty) {
        Some((name, _)) if name == "Result" => {
            errors.on(
                ty,
                format_args!("the answer of `{}` is a `Result`", endpoint.ident),
                "write the type of a success alone; failures are `oauth_runtime::Error`, with `error = Type` for their body",
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
        if !is_unit(&by_status.ty) {
            types.push((Some(status), by_status.ty.clone()));
        }
    }
    if let Some(ErrorType::Type(ty)) = endpoint.error.as_ref().or(of_api) {
        types.push((None, (**ty).clone()));
    }
    types
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
