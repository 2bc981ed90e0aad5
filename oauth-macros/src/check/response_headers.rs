//! Rules of the headers of responses.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::LitStr;

use super::context::Check;
use super::headers::check_header_name;
use super::types::{cannot_be_read, without_option};
use crate::errors::Errors;
use crate::model::{self, ResponseHeader};
use crate::name;
use crate::parse::DeclaredResponseHeader;

/// Checks a list of headers: each has a name, a type and a constant of its own.
pub(super) fn check_response_headers(
    written: &[DeclaredResponseHeader],
    errors: &Errors,
) -> Vec<ResponseHeader> {
    let mut checked: Vec<ResponseHeader> = Vec::new();
    for header in written {
        let docs = header.attrs.iter().filter(|attr| {
            let is_doc = attr.path().is_ident("doc");
            if !is_doc {
                errors.on(
                    attr.path(),
                    format_args!(
                        "the attribute `{}` has no meaning on a header",
                        attr.path().to_token_stream().to_string().replace(' ', "")
                    ),
                    "remove it: documentation can stand here",
                );
            }
            is_doc
        });
        let docs = docs.cloned().collect();
        if check_header_name(&header.name, errors).is_none() || !type_is_read(header, errors) {
            continue;
        }
        let header = ResponseHeader {
            docs,
            name: header.name.value(),
            ty: header.ty.clone(),
            span: header.name.span(),
            constant: constant_of(&header.name),
        };
        if checked.iter().any(|earlier| earlier.is_same(&header)) {
            errors.at(
                header.span,
                format_args!("the response header `{}` is given twice", header.name),
                "remove one of the two",
            );
        } else {
            checked.push(header);
        }
    }
    checked
}

/// Returns the headers that the responses of an endpoint have: its own, and those of the trait.
pub(super) fn check_of_endpoint(check: &Check<'_>) -> Vec<ResponseHeader> {
    let Check { api, written, errors, .. } = *check;
    if written.browser.is_some() {
        if let Some(first) = written.response_headers.first() {
            errors.on(
                &first.name,
                format_args!(
                    "`{}` is a page for a browser, whose response nobody reads here",
                    check.name()
                ),
                "remove `response_headers`",
            );
        }
        return Vec::new();
    }
    let mut headers = check_response_headers(&written.response_headers, errors);
    for header in &api.response_headers {
        if !headers.iter().any(|own| own.is_same(header)) {
            headers.push(header.clone());
        }
    }
    headers
}

/// Returns the headers of the whole API, each once: what stands on several endpoints is one where all say the same of it.
pub(super) fn check_of_api(
    of_trait: &[ResponseHeader],
    endpoints: &[model::Endpoint],
    errors: &Errors,
) -> Vec<ResponseHeader> {
    let callbacks: Vec<String> = endpoints
        .iter()
        .filter(|endpoint| endpoint.callback.is_some())
        .map(|endpoint| endpoint.callback_constant().to_string())
        .collect();
    let mut all: Vec<ResponseHeader> = Vec::new();
    let of_endpoints = endpoints.iter().flat_map(|endpoint| &endpoint.response_headers);
    for header in of_trait.iter().chain(of_endpoints) {
        let is_taken = callbacks.iter().any(|callback| header.constant == callback);
        let Some(earlier) = all.iter_mut().find(|earlier| earlier.constant == header.constant)
        else {
            if is_taken {
                constant_is_taken(header, "the callback of an endpoint", errors);
            } else {
                all.push(header.clone());
            }
            continue;
        };
        if !earlier.is_same(header) {
            constant_is_taken(header, &format!("the header `{}`", earlier.name), errors);
        } else if earlier.type_name() != header.type_name() {
            errors.on(
                &header.ty,
                format_args!(
                    "the response header `{}` is a `{}` here, and a `{}` elsewhere",
                    header.name,
                    header.type_name(),
                    earlier.type_name()
                ),
                "give it one type; where all endpoints have it, write it once on the trait",
            );
        } else if earlier.docs.is_empty() {
            earlier.docs.clone_from(&header.docs);
        } else if !header.docs.is_empty() && text(&earlier.docs) != text(&header.docs) {
            errors.at(
                header.span,
                format_args!(
                    "the response header `{}` is documented in other words elsewhere",
                    header.name
                ),
                "document it once, on the trait or on one of its endpoints",
            );
        }
    }
    all
}

fn text(docs: &[syn::Attribute]) -> String {
    docs.iter().map(|attr| attr.meta.to_token_stream().to_string()).collect()
}

fn constant_is_taken(header: &ResponseHeader, by: &str, errors: &Errors) {
    errors.at(
        header.span,
        format_args!(
            "the response header `{}` becomes the constant `{}`, which {by} has already",
            header.name, header.constant
        ),
        "leave out one of the two",
    );
}

/// A header that is absent is told apart by itself, and what is read is owned.
fn type_is_read(header: &DeclaredResponseHeader, errors: &Errors) -> bool {
    let name = header.name.value();
    let (is_optional, _) = without_option(&header.ty);
    if is_optional {
        errors.on(
            &header.ty,
            format_args!(
                "the response header `{name}` is an `Option`, as every header is by itself"
            ),
            "take the `Option` off: a header that is absent is read as `None`",
        );
        return false;
    }
    if let Some(found) = cannot_be_read(&header.ty) {
        errors.on(
            found.at,
            format_args!("the response header `{name}` {}", found.what),
            found.help,
        );
        return false;
    }
    true
}

/// The constant of the client: `X-RateLimit-Remaining` is `X_RATELIMIT_REMAINING`.
fn constant_of(name: &LitStr) -> Ident {
    let text = name.value().to_uppercase();
    let text = text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    // The description of the API has that name.
    let text = if text == "API" { "API_".to_owned() } else { text };
    name::ident(&text, name.span())
}
