//! Rules of an endpoint as a whole.

use super::parameter::Context;
use super::{api, auth, body, grant, parameter, path, response, rfc};
use crate::errors::Errors;
use crate::model::{self, Answer, Body, Location};
use crate::parse::{Declared, Endpoint};

/// Checks one endpoint. One that lacks its method or path is reported and left out.
pub(super) fn endpoint(
    written: &Endpoint,
    declared: &Declared,
    of_api: &model::Api,
    index: usize,
    errors: &Errors,
) -> Option<model::Endpoint> {
    let Some(method) = &written.method else {
        if !written.broken {
            errors.on(
                &written.ident,
                format_args!("`{}` has no method and path", written.ident),
                "write `#[get(\"/path\")]`, `#[post(\"/path\")]`, … above it",
            );
        }
        return None;
    };
    let path = written.path.as_ref()?;
    let placeholders = path::placeholders(path, errors);
    path::every_placeholder_has_a_parameter(written, path, &placeholders, errors);

    let has_body = !(*method == "get" || *method == "delete");
    let bodies = bodies(written, declared, has_body, errors);
    let context =
        Context { endpoint: written, placeholders: &placeholders, bodies: &bodies, has_body };
    let parameters: Vec<model::Parameter> = written
        .parameters
        .iter()
        .map(|written| parameter::parameter(written, &context, errors))
        .collect();
    names_are_unique(written, &parameters, errors);
    one_whole_body(written, &parameters, errors);

    let alternatives = written
        .auth
        .as_ref()
        .map_or_else(|| of_api.auth.clone(), |written| auth::alternatives(written, errors));
    let answer = response::answer(written, errors);
    if let (Answer::Browser, Some(ident)) = (&answer, written.browser.as_ref()) {
        let elsewhere = parameters
            .iter()
            .zip(&written.parameters)
            .find(|(parameter, _)| !matches!(parameter.location, Location::Path | Location::Query));
        if let Some((parameter, written)) = elsewhere {
            errors.on(
                &written.ident,
                format_args!(
                    "`{}` is a {}, which a browser that opens a URL does not send",
                    parameter.wire,
                    parameter.place()
                ),
                "a page for a browser has path and query parameters only",
            );
        }
        if !alternatives.is_none() {
            errors.on(
                ident,
                "a browser that opens a URL does not send the credentials of this API",
                "write `auth = none` on this endpoint",
            );
        }
    }
    let bodies = sent_bodies(method, &bodies, &parameters, written);
    let endpoint = model::Endpoint {
        attrs: written.attrs.clone(),
        ident: written.ident.clone(),
        index,
        method: method.to_string().to_uppercase(),
        path: path.value(),
        own_credentials: !alternatives.served_by(&of_api.auth),
        auth: alternatives,
        bodies,
        headers: api::headers(&written.headers, errors),
        errors: response::error_types(written, declared.error.as_ref(), errors),
        answer,
        grants: grant::grants(written, &parameters, errors),
        parameters,
    };
    rfc::lints(written, &endpoint, errors);
    Some(endpoint)
}

/// The kinds of body: the endpoint's, else the API's, else form.
fn bodies(written: &Endpoint, declared: &Declared, has_body: bool, errors: &Errors) -> Vec<Body> {
    if let (Some(own), false) = (&written.body, has_body) {
        let in_body = |parameter: &crate::parse::Parameter| {
            parameter.places.iter().any(|place| place.word == "form" || place.word == "json")
        };
        if let (Some(word), false) = (own.0.first(), written.parameters.iter().any(in_body)) {
            let method =
                written.method.as_ref().map(ToString::to_string).unwrap_or_default().to_uppercase();
            errors.on(
                word,
                format_args!("`{method}` carries no body by itself (RFC 9110, section 9.3)"),
                "remove `body = …`; mark the parameters of a body with `#[form]` or `#[json]`",
            );
        }
    }
    let own = written.body.as_ref().map(|own| body::kinds(own, errors));
    let of_api = || declared.body.as_ref().map(|of_api| body::kinds(of_api, &Errors::default()));
    let whole = written
        .parameters
        .iter()
        .any(|parameter| parameter.places.iter().any(|place| place.word == "json"));
    match own.or_else(of_api) {
        _ if whole => vec![Body::Json],
        Some(kinds) => kinds,
        None => vec![Body::Form],
    }
}

/// Leaves the body out where nothing goes into it.
fn sent_bodies(
    method: &proc_macro2::Ident,
    bodies: &[Body],
    parameters: &[model::Parameter],
    written: &Endpoint,
) -> Vec<Body> {
    let in_body = |parameter: &model::Parameter| {
        matches!(parameter.location, Location::Body | Location::WholeBody)
    };
    let can_have = *method != "get";
    let explicit = written.body.is_some() && *method != "get" && *method != "delete";
    if can_have && (parameters.iter().any(in_body) || explicit) {
        bodies.to_vec()
    } else {
        Vec::new()
    }
}

/// One wire name goes once into each place.
fn names_are_unique(written: &Endpoint, parameters: &[model::Parameter], errors: &Errors) {
    for (index, (parameter, source)) in parameters.iter().zip(&written.parameters).enumerate() {
        let others = || parameters.iter().take(index);
        if let Some(earlier) =
            others().find(|other| model::plain(&other.ident) == model::plain(&parameter.ident))
        {
            errors.on(
                &source.ident,
                format_args!(
                    "the parameter `{}` is declared twice on `{}`",
                    earlier.ident, written.ident
                ),
                "remove one of the two",
            );
            continue;
        }
        let same = |other: &&model::Parameter| {
            let same_place = other.location == parameter.location;
            let same_name = if parameter.location == Location::Header {
                other.wire.eq_ignore_ascii_case(&parameter.wire)
            } else {
                other.wire == parameter.wire
            };
            same_place && same_name
        };
        if let Some(earlier) = others().find(same) {
            errors.on(
                &source.ident,
                format_args!(
                    "`{}` and `{}` are both sent as `{}` (RFC 6749, section 3.1: parameters are not repeated)",
                    earlier.ident, source.ident, parameter.wire
                ),
                format_args!("give `{}` another wire name with `#[name = \"…\"]`, or remove it", source.ident),
            );
            continue;
        }
        if let Some(earlier) = others().find(|other| other.state() == parameter.state()) {
            errors.on(
                &source.ident,
                format_args!(
                    "`{}` differs from `{}` by case or underscores only",
                    source.ident, earlier.ident
                ),
                "name it differently, and keep its wire name with `#[name = \"…\"]`",
            );
        }
    }
}

/// A whole JSON body leaves no room for fields.
fn one_whole_body(written: &Endpoint, parameters: &[model::Parameter], errors: &Errors) {
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
