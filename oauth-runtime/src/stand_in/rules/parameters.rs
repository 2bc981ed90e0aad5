//! Which parameter each value is for, and which are missing.

use http::HeaderMap;

use crate::description::{
    Api, Endpoint, ListStyle, ParameterInfo, ParameterLocation, Requirement, Scheme,
};
use crate::stand_in::apart::{Item, Sent};
use crate::stand_in::refusal::{Refusal, RefusalKind};
use crate::stand_in::values::{Values, text};

/// One value for each parameter, and what is not declared.
type Gathered = (Vec<Option<Sent>>, Vec<(String, Sent)>);

/// Puts each value to its parameter, and tells what came twice, at another place or without being declared.
pub(super) fn gather(
    endpoint: &'static Endpoint,
    segments: Vec<(&'static str, Option<String>)>,
    items: Vec<Item>,
    headers: &HeaderMap,
    is_lenient: bool,
    refusals: &mut Vec<Refusal>,
) -> Gathered {
    let parameters = endpoint.parameters();
    let mut given: Vec<Option<Sent>> = parameters.iter().map(|_| None).collect();
    let mut others: Vec<(String, Sent)> = Vec::new();
    let mut refuse = |name: &str, kind, told: &str| {
        refusals.push(Refusal::of(endpoint, name, kind, told));
    };
    let place = |name: &str, location| {
        let mut all = parameters.iter().enumerate();
        all.find(|(_, it)| it.name() == name && it.location() == location)
    };
    for (name, value) in segments {
        let Some((index, _)) = place(name, ParameterLocation::Path) else { continue };
        match (value, given.get_mut(index)) {
            (Some(value), Some(slot)) => *slot = Some(Sent::text(value)),
            _ => refuse(name, RefusalKind::Unreadable, "it cannot be read"),
        }
    }
    for (index, parameter) in of_headers(parameters) {
        let mut lines = headers.get_all(parameter.name()).iter();
        let value = lines.next().map(|line| line.to_str().map(Sent::text));
        if lines.next().is_some() {
            refuse(parameter.name(), RefusalKind::Twice, "it came twice");
        }
        match (value, given.get_mut(index)) {
            (Some(Ok(value)), Some(slot)) => *slot = Some(value),
            (Some(Err(_)), _) => {
                refuse(parameter.name(), RefusalKind::Unreadable, "it cannot be read");
            }
            _ => {}
        }
    }
    for Item { location, name, value, is_json } in items {
        if let Some((index, parameter)) = place(&name, location) {
            let is_list = !is_json && endpoint.list_style(parameter) == Some(ListStyle::Repeated);
            match given.get_mut(index) {
                Some(slot) if is_list => Sent::push(slot, value),
                Some(slot @ None) => *slot = Some(value),
                _ => refuse(&name, RefusalKind::Twice, "it came twice"),
            }
        } else if let Some(parameter) = parameters.iter().find(|it| it.name() == name) {
            let told = format!(
                "it belongs in {}, and came in {}",
                place_name(parameter.location()),
                place_name(location)
            );
            refuse(&name, RefusalKind::WrongPlace, &told);
        } else if others.iter().any(|(other, _)| *other == name) {
            refuse(&name, RefusalKind::Twice, "it came twice");
        } else {
            if !is_lenient && !is_of_credentials(endpoint, &name) {
                let told = format!("{} has no parameter of this name", place_name(location));
                refuse(&name, RefusalKind::Undeclared, &told);
            }
            others.push((name, value));
        }
    }
    (given, others)
}

/// Tells whether a parameter is not declared and is there all the same: what the client's credentials put there.
fn is_of_credentials(endpoint: &Endpoint, name: &str) -> bool {
    let mut schemes = endpoint.auth().iter().copied().flatten();
    match name {
        "client_id" => schemes.any(|scheme| scheme.sends_client_id()),
        "client_secret" => schemes.any(|scheme| *scheme == Scheme::ClientSecretPost),
        _ => false,
    }
}

fn of_headers(
    parameters: &'static [ParameterInfo],
) -> impl Iterator<Item = (usize, &'static ParameterInfo)> {
    let all = parameters.iter().enumerate();
    all.filter(|(_, parameter)| parameter.location() == ParameterLocation::Header)
}

/// Tells what is required and not there, and which constants are not what they have to be.
pub(super) fn check_needs(
    values: &Values,
    is_there: impl Fn(ParameterLocation) -> bool,
    refusals: &mut Vec<Refusal>,
) {
    let endpoint = values.endpoint;
    for (parameter, given) in endpoint.parameters().iter().zip(&values.given) {
        let line = format!("{}: {}", endpoint.name(), parameter.name());
        let is_told = || refusals.iter().any(|refusal| refusal.line() == line);
        let needed = match parameter.requirement() {
            Requirement::Required | Requirement::Constant(_) | Requirement::Default(_) => true,
            // Where no way to authenticate has it, the caller may leave it out.
            Requirement::Credentials => !endpoint.auth().contains(&&[][..]),
            Requirement::Optional | Requirement::ServerDefault(_) => false,
        };
        let (kind, told) = match (given, parameter.requirement()) {
            (None, _) if needed && is_there(parameter.location()) && !is_told() => {
                (RefusalKind::Absent, "it is required, and was not sent".to_owned())
            }
            (Some(given), Requirement::Constant(value))
                if text(given).as_deref() != Some(value.as_str()) =>
            {
                (RefusalKind::Constant, format!("it is always `{}`", value.as_str()))
            }
            _ => continue,
        };
        refusals.push(Refusal::of(endpoint, parameter.name(), kind, &told));
    }
}

/// Tells which constant headers are not there.
pub(super) fn check_constant_headers(
    api: &'static Api,
    endpoint: &'static Endpoint,
    headers: &HeaderMap,
    refusals: &mut Vec<Refusal>,
) {
    let own = |name: &str| endpoint.headers().iter().any(|(it, _)| it.eq_ignore_ascii_case(name));
    let of_all = api.headers().iter().filter(|(name, _)| !own(name));
    for (name, value) in of_all.chain(endpoint.headers()) {
        let is_there = headers.get_all(*name).iter().any(|it| it.as_bytes() == value.as_bytes());
        if !is_there {
            let told = format!("the header is always `{value}`");
            refusals.push(Refusal::of(endpoint, name, RefusalKind::Constant, &told));
        }
    }
}

const fn place_name(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "the path",
        ParameterLocation::Query => "the query",
        ParameterLocation::Header => "a header",
        ParameterLocation::Cookie => "a cookie",
        ParameterLocation::Body | ParameterLocation::WholeBody => "the body",
        ParameterLocation::Url => "the URL itself",
    }
}
