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
    lacks_body: bool,
    is_lenient: bool,
    refusals: &mut Vec<Refusal>,
) {
    let endpoint = values.endpoint;
    let is_parameter = endpoint.parameters().iter().any(|parameter| {
        parameter.location() == ParameterLocation::Header
            && parameter.name().eq_ignore_ascii_case(AUTHORIZATION.as_str())
    });
    let alternatives = endpoint.auth();
    let has = |scheme: &Scheme| has(scheme, values, headers);
    // Every alternative whose schemes are all there, and the `Authorization` belongs to one of them.
    let mut fitting = alternatives.iter().filter(|schemes| schemes.iter().all(has)).peekable();
    let is_there = alternatives.is_empty() || fitting.peek().is_some();
    let is_expected = is_lenient
        || is_parameter
        || matches!(values.authorization, Authorization::None)
        || fitting
            .any(|schemes| schemes.iter().any(|scheme| is_authorization(scheme) && has(scheme)));
    // A parameter that is missing has been told of by its own line.
    let lines = [client_id(values), client_secret(values)];
    let lines = lines.map(|name| format!("{}: {name}", endpoint.name()));
    let is_told = refusals.iter().any(|it| lines.iter().any(|line| line == it.line()));
    let may_be_in_body =
        || alternatives.iter().copied().flatten().any(|scheme| scheme.sends_client_id());
    if is_expected && (is_told || (lacks_body && may_be_in_body())) {
        return;
    }
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

fn has(scheme: &Scheme, values: &Values, headers: &HeaderMap) -> bool {
    let is_there = |name: &str| values.get(name).is_some();
    match scheme {
        Scheme::Basic | Scheme::ClientSecretBasic | Scheme::ClientBasic => {
            matches!(values.authorization, Authorization::Basic { .. })
        }
        Scheme::Bearer => matches!(values.authorization, Authorization::Bearer(_)),
        Scheme::Header(name) => {
            let mut lines = headers.get_all(*name).iter();
            lines.next().is_some_and(|line| !line.is_empty()) && lines.next().is_none()
        }
        Scheme::ClientSecretPost => is_there(client_id(values)) && is_there(client_secret(values)),
        Scheme::ClientId => is_there(client_id(values)),
        Scheme::Prefixed(word) | Scheme::PrefixedSecret(word) => match &values.authorization {
            Authorization::Prefixed(scheme) => scheme.eq_ignore_ascii_case(word),
            Authorization::Bearer(_) => word.eq_ignore_ascii_case("bearer"),
            Authorization::Basic { .. } => word.eq_ignore_ascii_case("basic"),
            Authorization::None | Authorization::Other => false,
        },
    }
}

/// The wire name of the parameter that the identifier of the client goes into.
fn client_id(values: &Values) -> &'static str {
    named(values, values.endpoint.client_id, "client_id")
}

fn client_secret(values: &Values) -> &'static str {
    named(values, values.endpoint.client_secret, "client_secret")
}

fn named(values: &Values, place: Option<usize>, usual: &'static str) -> &'static str {
    let parameter = place.and_then(|place| values.endpoint.parameters().get(place));
    parameter.map_or(usual, |parameter| parameter.name())
}

/// Tells whether a scheme uses `Authorization`.
fn is_authorization(scheme: &Scheme) -> bool {
    match scheme {
        Scheme::Basic
        | Scheme::ClientSecretBasic
        | Scheme::ClientBasic
        | Scheme::Bearer
        | Scheme::Prefixed(_)
        | Scheme::PrefixedSecret(_) => true,
        Scheme::Header(name) => name.eq_ignore_ascii_case(AUTHORIZATION.as_str()),
        Scheme::ClientSecretPost | Scheme::ClientId => false,
    }
}

/// What is declared, in the words of the declaration.
fn declared(endpoint: &Endpoint) -> String {
    let word = |scheme: &Scheme| match scheme {
        Scheme::Basic => "basic".to_owned(),
        Scheme::ClientSecretBasic => "client_secret_basic".to_owned(),
        Scheme::ClientBasic => "basic(client_id, client_secret)".to_owned(),
        Scheme::Bearer => "bearer".to_owned(),
        Scheme::Header(name) => format!("header({name})"),
        Scheme::ClientSecretPost => "client_secret_post".to_owned(),
        Scheme::ClientId => "client_id".to_owned(),
        Scheme::Prefixed(word) => format!("header(Authorization, prefix = {word})"),
        Scheme::PrefixedSecret(word) => {
            format!("header(Authorization, prefix = {word}) as client_secret")
        }
    };
    let alternatives = endpoint.auth().iter().map(|schemes| {
        let words: Vec<_> = schemes.iter().map(word).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(" & ") }
    });
    let alternatives: Vec<_> = alternatives.collect();
    let words = if alternatives.is_empty() { "none".to_owned() } else { alternatives.join(" | ") };
    format!("declared is `auth = {words}`")
}
