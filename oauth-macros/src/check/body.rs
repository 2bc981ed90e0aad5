//! Rules of bodies.

use proc_macro2::Ident;

use super::context::{Check, Route, carries_body};
use super::credentials::Places;
use crate::errors::Errors;
use crate::keys::BodyWord;
use crate::model::{self, Alternatives, Body, Location, Scheme};
use crate::name::plain;
use crate::parse::{DeclaredBody, DeclaredPlace};

/// Returns the kinds of body that a call could have: the endpoint's, else the API's, else form.
pub(super) fn check_bodies(check: &Check<'_>, method: &Ident) -> Vec<Body> {
    let Check { declared, written, errors, .. } = *check;
    body_is_carried(check, method);
    let own = written.body.as_ref().map(|own| check_kinds(own, errors));
    // What the trait repeats is left out in silence: no endpoint is at fault.
    let of_api = || declared.body.as_ref().map(|it| check_kinds(it, &Errors::muted()));
    let mut places = written.parameters.iter().flat_map(|parameter| &parameter.places);
    match own.or_else(of_api) {
        _ if places.any(DeclaredPlace::is_json) => vec![Body::Json],
        Some(kinds) => kinds,
        None => vec![Body::Form],
    }
}

/// A method without a body has none to say anything of.
fn body_is_carried(check: &Check<'_>, method: &Ident) {
    let written = check.written;
    let Some(own) = written.body.as_ref().filter(|_| !carries_body(method)) else { return };
    let mut places = written.parameters.iter().flat_map(|parameter| &parameter.places);
    let Some((_, word)) = own.0.first().filter(|_| !places.any(DeclaredPlace::is_in_body)) else {
        return;
    };
    let method = method.to_string().to_uppercase();
    check.errors.on(
        word,
        format_args!("`{method}` carries no body by itself (RFC 9110, section 9.3)"),
        if method == "GET" {
            "remove `body = …`, or write `#[post(…)]`"
        } else {
            "remove `body = …`; mark the parameters of a body with `#[form]` or `#[json]`"
        },
    );
}

/// Returns the kinds of body, the default first.
fn check_kinds(written: &DeclaredBody, errors: &Errors) -> Vec<Body> {
    let mut kinds = Vec::new();
    for (word, ident) in &written.0 {
        let kind = match word {
            BodyWord::Form => Body::Form,
            BodyWord::Json => Body::Json,
        };
        if kinds.contains(&kind) {
            errors.on(
                ident,
                format_args!("the body `{ident}` is given twice"),
                "remove one of the two",
            );
        } else {
            kinds.push(kind);
        }
    }
    kinds
}

/// What is sent in a body cannot be sent with `GET`.
pub(super) fn get_has_no_body(check: &Check<'_>, method: &Ident, parameters: &[model::Parameter]) {
    let Check { written, errors, .. } = *check;
    if *method != "get" || written.browser.is_some() {
        return;
    }
    for (parameter, source) in parameters.iter().zip(&written.parameters) {
        let in_body = matches!(parameter.location, Location::Body | Location::WholeBody);
        let place = source.places.first();
        if let (true, Some(place)) = (in_body, place) {
            errors.on(
                &place.word,
                format_args!(
                    "`{}` goes into a body, which `GET` does not carry (RFC 9110, section 9.3.1)",
                    plain(&source.ident)
                ),
                format_args!(
                    "remove `#[{}]` to send it in the query, or write `#[post(…)]`",
                    place.word
                ),
            );
        }
    }
}

/// Returns the kinds of body that are sent: none where nothing goes into a body.
pub(super) fn sent_bodies(
    check: &Check<'_>,
    route: &Route<'_>,
    parameters: &[model::Parameter],
    auth: &Alternatives,
    filled: &Places,
) -> Vec<Body> {
    let in_body = |parameter: &model::Parameter| {
        matches!(parameter.location, Location::Body | Location::WholeBody)
    };
    let can_have = *route.method != "get";
    // What the credentials fill is where its parameter is.
    let is_appended = auth.sends_client_id() && filled.client_id.is_none()
        || auth.has(&Scheme::ClientSecretPost) && filled.client_secret.is_none();
    let is_meant = check.written.body.is_some() || is_appended && check.written.browser.is_none();
    let is_written = is_meant && route.has_body_by_default();
    if can_have && (parameters.iter().any(in_body) || is_written) {
        route.bodies.clone()
    } else {
        Vec::new()
    }
}

/// A whole JSON body leaves no room for fields.
pub(super) fn one_whole_body(check: &Check<'_>, parameters: &[model::Parameter]) {
    let Check { written, errors, .. } = *check;
    let pairs = || parameters.iter().zip(&written.parameters);
    let Some((_, whole)) = pairs().find(|(parameter, _)| parameter.location == Location::WholeBody)
    else {
        return;
    };
    for (parameter, source) in pairs() {
        let is_field = parameter.location == Location::Body;
        let is_another = parameter.location == Location::WholeBody && source.ident != whole.ident;
        if is_field || is_another {
            errors.on(
                &source.ident,
                format_args!("`{}` conflicts with `{}`, which is the whole body", source.ident, whole.ident),
                format_args!("move it into the type of `{}`, or send it with `#[query]` or `#[header(\"…\")]`", whole.ident),
            );
        }
    }
}
