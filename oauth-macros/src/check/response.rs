//! Rules of responses.

use quote::ToTokens as _;
use syn::Type;

use super::context::Check;
use super::types::{
    OF_AN_ANSWER, cannot_be_read, is_bytes, is_text, is_unit, last_segment, read_from_json,
};
use crate::model::Response;

/// Returns what a success is.
pub(super) fn check_response(check: &Check<'_>) -> Response {
    let Check { written, errors, .. } = *check;
    if written.browser.is_some() {
        page_is_not_fetched(check);
        return Response::Browser;
    }
    let Some(ty) = written.response.as_ref().filter(|ty| !is_unit(ty)) else {
        return Response::Nothing;
    };
    let name = check.name();
    if let Some((word, help)) = is_wrapper(ty) {
        errors.on(ty, format_args!("the answer of `{name}` is a {word}"), help);
        return Response::Nothing;
    }
    if let Some(found) = cannot_be_read(ty) {
        errors.on(found.at, format_args!("the answer of `{name}` {}", found.what), found.help);
        return Response::Nothing;
    }
    if is_text(ty) {
        return Response::Text(ty.clone());
    }
    if is_bytes(ty) {
        return Response::Bytes(ty.clone());
    }
    if !is_of_json_inside(check, ty)
        || !read_from_json(ty, &format!("the answer of `{name}`"), OF_AN_ANSWER, errors)
    {
        return Response::Nothing;
    }
    match last_segment(ty) {
        Some((word, Some(_))) if word == "Option" => Response::JsonOrNothing(ty.clone()),
        Some((word, inner)) if word == "Redirect" => check_redirect(check, ty, inner),
        Some((word, inner)) if word == "RedirectOr" => check_redirect_or(check, ty, inner),
        _ => Response::Json(ty.clone()),
    }
}

/// A page is opened, by `GET`, and what comes back is the browser's.
fn page_is_not_fetched(check: &Check<'_>) {
    let Check { written, errors, .. } = *check;
    if let Some(ty) = &written.response {
        errors.on(
            ty,
            format_args!(
                "`{}` has an answer, but a page for a browser is never fetched",
                written.ident
            ),
            "remove the `->` and its type",
        );
    }
    let is_other = written.method.as_ref().is_some_and(|method| method != "get");
    if let (Some(browser), true) = (&written.browser, is_other) {
        errors.on(
            browser,
            format_args!(
                "`{}` is a page for a browser, which opens URLs with `GET`",
                written.ident
            ),
            "write `#[get(…, browser)]`",
        );
    }
}

/// What may be something else, or nothing, is JSON where it is there: a text or bytes would be the body of that, too.
fn is_of_json_inside(check: &Check<'_>, ty: &Type) -> bool {
    let Some((word, Some(inner))) = last_segment(ty) else { return true };
    let help = match word.as_str() {
        "Option" => "write it without `Option`: where there is no body, it is empty",
        "RedirectOr" => "write `RedirectOr<()>`, or the type of its JSON in `RedirectOr<Type>`",
        _ => return true,
    };
    let is_fine = !is_text(inner) && !is_bytes(inner);
    if !is_fine {
        let name = last_segment(inner).map(|(name, _)| name).unwrap_or_default();
        let article = if word == "Option" { "an" } else { "a" };
        check.errors.on(
            inner,
            format_args!("the answer of `{}` is {article} `{word}` of `{name}`", check.name()),
            help,
        );
    }
    is_fine && (word == "Option" || is_of_json_inside(check, inner))
}

fn check_redirect(check: &Check<'_>, ty: &Type, inner: Option<&Type>) -> Response {
    if inner.is_none() {
        return Response::Redirect(ty.clone());
    }
    check.errors.on(
        ty,
        format_args!("the answer of `{}` is a `Redirect` of something", check.name()),
        "write `Redirect` where it is always one, `RedirectOr<Type>` where it may be one",
    );
    Response::Nothing
}

fn check_redirect_or(check: &Check<'_>, ty: &Type, inner: Option<&Type>) -> Response {
    let Some(inner) = inner else {
        check.errors.on(
            ty,
            format_args!("the answer of `{}` is a `RedirectOr` of nothing", check.name()),
            "write `RedirectOr<()>`, or `RedirectOr<Type>` for the type of the other answer",
        );
        return Response::Nothing;
    };
    if last_segment(inner).is_some_and(|(word, _)| word == "Redirect" || word == "RedirectOr") {
        check.errors.on(
            inner,
            format_args!("the answer of `{}` is a redirect twice", check.name()),
            "write `Redirect`, or the type of the other answer in `RedirectOr<Type>`",
        );
        return Response::Nothing;
    }
    if is_unit(inner) {
        Response::RedirectOrNothing(ty.clone())
    } else if matches!(last_segment(inner), Some((word, Some(_))) if word == "Option") {
        Response::RedirectOrJsonOrNothing(ty.clone())
    } else {
        Response::RedirectOrJson(ty.clone())
    }
}

/// A wrapper that the generated method adds by itself.
fn is_wrapper(ty: &Type) -> Option<(String, &'static str)> {
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
        "Sending" | "SendingWithResponse" | "EndpointFuture" | "BoxFuture" => {
            "write the type of a success alone; `.send()` makes the future"
        }
        _ => return None,
    };
    Some((format!("`{name}`"), help))
}
