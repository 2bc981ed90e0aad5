//! Rules of an endpoint as a whole.

use proc_macro2::Ident;
use syn::LitStr;

use super::address::{Address, check_address};
use super::auth::to_alternatives;
use super::body::{check_bodies, sent_bodies};
use super::callback::{check_callback, scope_separator_of};
use super::context::{Check, Route};
use super::error_body::check_error_types;
use super::fragment::check_fragment;
use super::grant::check_grants;
use super::headers::check_headers;
use super::parameter::check_parameter;
use super::path::check_path;
use super::refusal::{check_reason, check_refusal};
use super::response::check_response;
use super::response_headers::check_of_endpoint;
use super::token::{check_deviations, check_token};
use super::{body, browser, credentials, headers, names, path, rfc};
use crate::errors::Errors;
use crate::keys::Rule;
use crate::model::{self, EndpointBase};

/// Checks one endpoint. One that lacks its method or path is reported, and stands with another, so that calls of it are no
/// mistakes of their own.
pub(super) fn check_endpoint(check: &Check<'_>) -> model::Endpoint {
    let written = check.written;
    if written.method.is_none() && !written.broken {
        check.errors.on(
            &written.ident,
            format_args!("`{}` has no method and path", check.name()),
            "write `#[get(\"/path\")]`, `#[post(\"/path\")]`, … above it",
        );
    }
    if let (Some(method), Some(path)) = (&written.method, &written.path) {
        return check_with_route(check, method, check_address(check, path));
    }
    // What breaks a rule may do so because of the method and path that are only assumed.
    let muted = Errors::muted();
    let span = written.ident.span();
    let (method, path) = (Ident::new("post", span), LitStr::new("/", span));
    let address = Address { base: EndpointBase::Api, path };
    check_with_route(&Check { errors: &muted, ..*check }, &method, address)
}

fn check_with_route(check: &Check<'_>, method: &Ident, address: Address) -> model::Endpoint {
    let Check { declared, api, written, errors, .. } = *check;
    let Address { base, path } = address;
    let placeholders = check_path(&path, errors);
    let bodies = check_bodies(check, method);
    let route = Route { method, path: &path, base: &base, placeholders, bodies };
    let parameters = written.parameters.iter();
    let mut parameters: Vec<model::Parameter> =
        parameters.map(|written| check_parameter(check, &route, written)).collect();
    let own_auth = written.auth.as_ref().map(|written| to_alternatives(written, errors));
    let is_own = own_auth.is_some();
    let auth = own_auth.unwrap_or_else(|| api.auth.clone());
    let filled = credentials::fill_parameters(check, &route, &auth, &mut parameters);
    let response = check_response(check);

    path::every_placeholder_has_a_parameter(check, &route);
    names::wire_names_are_unique(check, &parameters);
    body::one_whole_body(check, &parameters);
    body::get_has_no_body(check, method, &parameters);
    browser::page_is_its_url(check, &parameters, &auth);
    credentials::credentials_have_room(check, &route, &auth, &parameters);

    let token = check_token(check, &base, &response, &parameters);
    let endpoint = model::Endpoint {
        attrs: written.attrs.clone(),
        ident: written.ident.clone(),
        prefix: api.prefix(&written.ident),
        index: check.index,
        method: method.to_string().to_uppercase(),
        path: path.value().split('#').next().unwrap_or_default().to_owned(),
        other_credentials: is_own && !auth.same_as(&api.auth),
        own_credentials: is_own && written.browser.is_none() && !auth.served_by(&api.auth),
        bodies: sent_bodies(check, &route, &parameters, &auth, &filled),
        auth,
        base,
        headers: check_headers(&written.headers, errors),
        errors: check_error_types(check, declared.error.as_ref()),
        deviations: check_deviations(check, &response, token.as_ref()),
        scope_separator: token.as_ref().and_then(|_| scope_separator_of(declared)),
        fragment: check_fragment(check, &path),
        callback: check_callback(check, &response),
        response_headers: check_of_endpoint(check),
        refusal: check_refusal(check, declared.refused.as_ref(), &response),
        reason: check_reason(check, declared.reason.as_ref(), &response),
        response,
        two_client_authentications: check.permits.has(Rule::TwoClientAuthentications),
        client_id: filled.client_id,
        client_secret: filled.client_secret,
        token,
        grants: check_grants(check, &parameters),
        parameters,
    };
    headers::headers_are_unique(check, &endpoint);
    rfc::check_endpoint(check, &endpoint);
    endpoint
}
