//! Whether a request authenticates as declared.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::description::{Endpoint, ParameterLocation, Scheme};
use crate::stand_in::apart::Authorization;
use crate::stand_in::refusal::{Refusal, RefusalKind};
use crate::stand_in::values::Values;

/// Tells where credentials are missing, are those of another scheme, or come in two ways.
pub(super) fn check(
    values: &Values,
    headers: &HeaderMap,
    is_lenient: bool,
    refusals: &mut Vec<Refusal>,
) {
    let endpoint = values.endpoint;
    let is_parameter = endpoint.parameters().iter().any(|parameter| {
        parameter.location() == ParameterLocation::Header
            && parameter.name().eq_ignore_ascii_case(AUTHORIZATION.as_str())
    });
    let alternatives = endpoint.auth();
    let has = |scheme: &Scheme| has(scheme, &values.authorization, headers);
    // Every alternative whose schemes are all there, and the `Authorization` belongs to one of them.
    let mut fitting = alternatives.iter().filter(|schemes| schemes.iter().all(has)).peekable();
    let is_there = alternatives.is_empty() || fitting.peek().is_some();
    let is_expected = is_lenient
        || is_parameter
        || matches!(values.authorization, Authorization::None)
        || fitting
            .any(|schemes| schemes.iter().any(|scheme| is_authorization(scheme) && has(scheme)));
    if !is_there || !is_expected {
        let told = match (&values.authorization, is_there) {
            (Authorization::Other, _) => {
                "its `Authorization` cannot be read, or is of another scheme"
            }
            (_, true) => "it has an `Authorization` that is not declared",
            (Authorization::None, false) => "its credentials are missing",
            (_, false) => "its credentials are those of another scheme",
        };
        let told = format!("{told}: {}", declared(endpoint));
        refusals.push(Refusal::at(endpoint, RefusalKind::Credentials, told));
    } else if matches!(values.authorization, Authorization::Basic { .. })
        && !endpoint.two_client_authentications
        && !is_lenient
        && let Some(name) = ["client_secret", "client_assertion"]
            .into_iter()
            .find(|name| values.get(name).is_some())
    {
        let told = "the client authenticates by HTTP Basic, and by this as well";
        refusals.push(Refusal::of(endpoint, name, RefusalKind::TwoAuthentications, told));
    }
}

fn has(scheme: &Scheme, authorization: &Authorization, headers: &HeaderMap) -> bool {
    match scheme {
        Scheme::Basic | Scheme::ClientSecretBasic => {
            matches!(authorization, Authorization::Basic { .. })
        }
        Scheme::Bearer => matches!(authorization, Authorization::Bearer(_)),
        Scheme::Header(name) => {
            let mut lines = headers.get_all(*name).iter();
            lines.next().is_some_and(|line| !line.is_empty()) && lines.next().is_none()
        }
    }
}

/// Tells whether a scheme uses `Authorization`.
fn is_authorization(scheme: &Scheme) -> bool {
    match scheme {
        Scheme::Basic | Scheme::ClientSecretBasic | Scheme::Bearer => true,
        Scheme::Header(name) => name.eq_ignore_ascii_case(AUTHORIZATION.as_str()),
    }
}

/// What is declared, in the words of the declaration.
fn declared(endpoint: &Endpoint) -> String {
    let word = |scheme: &Scheme| match scheme {
        Scheme::Basic => "basic".to_owned(),
        Scheme::ClientSecretBasic => "client_secret_basic".to_owned(),
        Scheme::Bearer => "bearer".to_owned(),
        Scheme::Header(name) => format!("header({name})"),
    };
    let alternatives = endpoint.auth().iter().map(|schemes| {
        let words: Vec<_> = schemes.iter().map(word).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(" & ") }
    });
    let alternatives: Vec<_> = alternatives.collect();
    let words = if alternatives.is_empty() { "none".to_owned() } else { alternatives.join(" | ") };
    format!("declared is `auth = {words}`")
}
