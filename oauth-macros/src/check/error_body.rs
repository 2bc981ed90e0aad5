//! Rules of the types that error bodies have.

use syn::Type;

use super::context::Check;
use super::types::{OF_JSON, cannot_be_read, is_unit, read_from_json};
use crate::errors::Errors;
use crate::parse::{DeclaredApi, ErrorType};

/// The type that the trait gives is judged once for all endpoints.
pub(super) fn error_type_of_api_is_owned(declared: &DeclaredApi, errors: &Errors) {
    if let Some(ErrorType::Type(ty)) = &declared.error {
        is_error_type(ty, &declared.ident.to_string(), errors);
    }
}

/// Returns the types that error bodies have, each with its status where one is said.
pub(super) fn check_error_types(
    check: &Check<'_>,
    of_api: Option<&ErrorType>,
) -> Vec<(Option<u16>, Type)> {
    let Check { written, errors, .. } = *check;
    let mut types = Vec::new();
    for by_status in &written.errors {
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
        if !is_unit(&by_status.ty) && is_error_type(&by_status.ty, &check.name(), errors) {
            types.push((Some(status), by_status.ty.clone()));
        }
    }
    if let Some(ErrorType::Type(ty)) = written.error.as_ref().or(of_api) {
        // That of the trait was judged once for all endpoints.
        let muted = Errors::muted();
        let errors = if written.error.is_some() { errors } else { &muted };
        if is_error_type(ty, &check.name(), errors) {
            types.push((None, (**ty).clone()));
        }
    }
    types
}

/// An error body is read as a type of its own.
fn is_error_type(ty: &Type, name: &str, errors: &Errors) -> bool {
    let Some(found) = cannot_be_read(ty) else {
        return read_from_json(ty, &format!("the error body of `{name}`"), OF_JSON, errors);
    };
    errors.on(found.at, format_args!("the error type of `{name}` {}", found.what), found.help);
    false
}
