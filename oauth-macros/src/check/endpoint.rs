//! Rules of an endpoint as a whole.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use proc_macro2::Ident;
use syn::LitStr;

use super::parameter::Context;
use super::rfc::Permits;
use super::{api, auth, body, grant, parameter, path, response, rfc, token};
use crate::errors::Errors;
use crate::model::{self, Answer, Body, Location};
use crate::parse::{self, Declared, Endpoint};

/// Checks one endpoint. One that lacks its method or path is reported, and stands with another, so that calls of it are no
/// mistakes of their own.
pub(super) fn endpoint(
    written: &Endpoint,
    declared: &Declared,
    of_api: &model::Api,
    index: usize,
    permits: &Permits<'_>,
    errors: &Errors,
) -> model::Endpoint {
    let span = written.ident.span();
    let assumed = (Ident::new("post", span), LitStr::new("/", span));
    if written.method.is_none() && !written.broken {
        errors.on(
            &written.ident,
            format_args!("`{}` has no method and path", model::plain(&written.ident)),
            "write `#[get(\"/path\")]`, `#[post(\"/path\")]`, … above it",
        );
    }
    if let (Some(method), Some(path)) = (&written.method, &written.path) {
        routed((method, path), written, declared, of_api, index, permits, errors)
    } else {
        let quiet = Errors::default();
        routed((&assumed.0, &assumed.1), written, declared, of_api, index, permits, &quiet)
    }
}

fn routed(
    (method, path): (&Ident, &LitStr),
    written: &Endpoint,
    declared: &Declared,
    of_api: &model::Api,
    index: usize,
    permits: &Permits<'_>,
    errors: &Errors,
) -> model::Endpoint {
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
    wire_names_are_unique(written, &parameters, errors);
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
                format_args!(
                    "`{}` is opened by a browser, which does not send the credentials of the client",
                    model::plain(&written.ident)
                ),
                "write `auth = none` on this endpoint",
            );
        }
    }
    get_has_no_body(method, written, &answer, &parameters, errors);
    let token = token::token(written, &answer, &parameters, errors);
    let bodies = sent_bodies(method, &bodies, &parameters, written);
    let endpoint = model::Endpoint {
        attrs: written.attrs.clone(),
        ident: written.ident.clone(),
        prefix: of_api.prefix(&written.ident),
        index,
        method: method.to_string().to_uppercase(),
        path: path.value(),
        own_credentials: !alternatives.served_by(&of_api.auth),
        auth: alternatives,
        bodies,
        headers: api::headers(&written.headers, errors),
        errors: response::error_types(written, declared.error.as_ref(), errors),
        answer,
        deviations: token::deviations(written, token.as_ref(), errors),
        token,
        grants: grant::grants(written, &parameters, errors),
        parameters,
    };
    headers_are_unique(written, of_api, &endpoint, errors);
    rfc::lints(written, &endpoint, permits, errors);
    endpoint
}

/// The kinds of body: the endpoint's, else the API's, else form.
fn bodies(written: &Endpoint, declared: &Declared, has_body: bool, errors: &Errors) -> Vec<Body> {
    if let (Some(own), false) = (&written.body, has_body) {
        let in_body = |parameter: &parse::Parameter| {
            parameter.places.iter().any(|place| place.word == "form" || place.word == "json")
        };
        if let (Some(word), false) = (own.0.first(), written.parameters.iter().any(in_body)) {
            let method =
                written.method.as_ref().map(ToString::to_string).unwrap_or_default().to_uppercase();
            errors.on(
                word,
                format_args!("`{method}` carries no body by itself (RFC 9110, section 9.3)"),
                if method == "GET" {
                    "remove `body = …`, or write `#[post(…)]`"
                } else {
                    "remove `body = …`; mark the parameters of a body with `#[form]` or `#[json]`"
                },
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

/// What is sent in a body cannot be sent with `GET`.
fn get_has_no_body(
    method: &Ident,
    written: &Endpoint,
    answer: &Answer,
    parameters: &[model::Parameter],
    errors: &Errors,
) {
    if *method != "get" || matches!(answer, Answer::Browser) {
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
                    model::plain(&source.ident)
                ),
                format_args!(
                    "remove `#[{}]` to send it in the query, or write `#[post(…)]`",
                    place.word
                ),
            );
        }
    }
}

/// A header is sent once: by the declaration, by a parameter or by `auth`.
fn headers_are_unique(
    written: &Endpoint,
    of_api: &model::Api,
    endpoint: &model::Endpoint,
    errors: &Errors,
) {
    let by_auth = |name: &str| {
        endpoint.auth.0.iter().flatten().any(
            |scheme| matches!(scheme, model::Scheme::Header { name: header, .. } if header == name),
        )
    };
    let constant =
        |headers: &[(String, String)], name: &str| headers.iter().any(|(header, _)| header == name);
    for header in &written.headers {
        let name = header.name.value().to_ascii_lowercase();
        if by_auth(&name) {
            errors.on(
                &header.name,
                format_args!(
                    "the header `{}` conflicts with `auth`, which sends it",
                    header.name.value()
                ),
                "remove it here: its value is given to the client",
            );
        }
    }
    for (parameter, source) in endpoint.parameters.iter().zip(&written.parameters) {
        if parameter.location != Location::Header {
            continue;
        }
        let Some(at) = source.places.first().and_then(|place| place.name.as_ref()) else {
            continue;
        };
        let name = parameter.wire.as_str();
        let (earlier, other) = if by_auth(name) {
            ("`auth`", "scheme in `auth`")
        } else if constant(&endpoint.headers, name) {
            ("`headers` of this endpoint", "constant")
        } else if constant(&of_api.headers, name) {
            ("`headers` of the trait", "constant")
        } else {
            continue;
        };
        errors.on(
            at,
            format_args!(
                "the header `{name}` of `{}` conflicts with {earlier}, which sends it",
                model::plain(&source.ident)
            ),
            format_args!("send it from one place: remove the parameter, or the {other}"),
        );
    }
}

/// Leaves the body out where nothing goes into it.
fn sent_bodies(
    method: &Ident,
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

/// Parameters become fields, setters and types, whose names differ by more than case. A repeated one is left out.
pub(super) fn parameter_names_are_unique(endpoint: &mut Endpoint, errors: &Errors) {
    let mut names = BTreeMap::new();
    let mut kept: Vec<parse::Parameter> = Vec::new();
    for parameter in std::mem::take(&mut endpoint.parameters) {
        let name = model::plain(&parameter.ident);
        let earlier = match names.entry(model::camel(&name)) {
            Entry::Vacant(place) => {
                place.insert(name);
                kept.push(parameter);
                continue;
            }
            Entry::Occupied(earlier) => earlier.into_mut(),
        };
        if *earlier == name {
            errors.on(
                &parameter.ident,
                format_args!(
                    "the parameter `{name}` is declared twice on `{}`",
                    model::plain(&endpoint.ident)
                ),
                "remove one of the two",
            );
        } else {
            errors.on(
                &parameter.ident,
                format_args!("`{name}` differs from `{earlier}` by case or underscores only"),
                "name it differently, and keep its wire name with `#[name = \"…\"]`",
            );
        }
        // A grant or placeholder that names it is no mistake of its own.
        endpoint.broken = true;
    }
    endpoint.parameters = kept;
}

/// One wire name goes once into each place.
fn wire_names_are_unique(written: &Endpoint, parameters: &[model::Parameter], errors: &Errors) {
    for (index, (parameter, source)) in parameters.iter().zip(&written.parameters).enumerate() {
        let same = |other: &&model::Parameter| {
            let same_place = other.location == parameter.location;
            let same_name = if parameter.location == Location::Header {
                other.wire.eq_ignore_ascii_case(&parameter.wire)
            } else {
                other.wire == parameter.wire
            };
            same_place && same_name
        };
        if let Some(earlier) = parameters.iter().take(index).find(same) {
            let place = source.places.first().and_then(|place| place.name.as_ref());
            let name = source.names.first().map(|(_, name)| name).or(place);
            let span = name.map_or(source.ident.span(), LitStr::span);
            let (earlier, later) = (model::plain(&earlier.ident), model::plain(&source.ident));
            errors.at(
                span,
                format_args!(
                    "`{earlier}` and `{later}` are both sent as the {} `{}`{}",
                    parameter.place(),
                    parameter.wire,
                    if matches!(parameter.location, Location::Query | Location::Body) {
                        " (RFC 6749, section 3.1: parameters are not repeated)"
                    } else {
                        ""
                    }
                ),
                format_args!("give `{later}` another wire name, or remove it"),
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
