//! The rules of a declaration, by which a vendor takes or refuses a request.

mod credentials;
mod grants;
mod parameters;

use http::request;

use crate::description::{Api, Endpoint, ParameterLocation};
use crate::stand_in::apart::{Authorization, Sent, Unreadable, apart};
use crate::stand_in::bases::names_in_query;
use crate::stand_in::refusal::{Refusal, RefusalKind};
use crate::stand_in::route::{Candidate, Segment};
use crate::stand_in::values::Values;

/// Takes a request apart for that of several endpoints at one URL whose rules it keeps. Where it keeps none of them, the
/// refusals are those of the endpoint that it is nearest to.
pub(crate) fn judge_for(
    api: &'static Api,
    (endpoint, segments): Candidate,
    others: Vec<Candidate>,
    head: &request::Parts,
    body: &[u8],
    is_lenient: bool,
) -> Result<Values, (&'static Endpoint, Vec<Refusal>)> {
    let mut nearest = match judge(api, endpoint, segments, head, body, is_lenient) {
        Ok(values) => return Ok(values),
        Err(refusals) => (endpoint, refusals),
    };
    for (endpoint, segments) in others {
        match judge(api, endpoint, segments, head, body, is_lenient) {
            Ok(values) => return Ok(values),
            Err(refusals) if distance(&refusals) < distance(&nearest.1) => {
                nearest = (endpoint, refusals);
            }
            Err(_) => {}
        }
    }
    Err(nearest)
}

/// What tells endpoints at one URL apart is a constant or the kind of a grant.
fn distance(refusals: &[Refusal]) -> (usize, usize) {
    let is_another = |refusal: &&Refusal| {
        matches!(refusal.kind(), RefusalKind::Constant | RefusalKind::GrantType)
    };
    (refusals.iter().filter(is_another).count(), refusals.len())
}

/// Takes a request for an endpoint apart, or tells each line of the declaration that it breaks.
fn judge(
    api: &'static Api,
    endpoint: &'static Endpoint,
    segments: Vec<Segment>,
    head: &request::Parts,
    body: &[u8],
    is_lenient: bool,
) -> Result<Values, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let (mut items, unreadable) = apart(endpoint, head, body);
    let of_base = names_in_query(api, endpoint);
    items.retain(|it| it.location != ParameterLocation::Query || !of_base.contains(&it.name));
    refusals.extend(unreadable.iter().map(|what| unreadable_part(endpoint, *what)));
    let lacks_body =
        unreadable.iter().any(|it| !matches!(it, Unreadable::Query | Unreadable::Cookie));
    let (given, others) =
        parameters::gather(endpoint, segments, items, &head.headers, is_lenient, &mut refusals);
    let mut given = given;
    for (parameter, given) in endpoint.parameters().iter().zip(&mut given) {
        if parameter.location() == ParameterLocation::Url {
            *given = Some(Sent::text(head.uri.to_string()));
        }
    }
    let authorization = Authorization::of(&head.headers);
    let values = Values { endpoint, given, others, authorization };
    // What a body that cannot be read does not have is not told as well.
    let is_there = |location| {
        !lacks_body || !matches!(location, ParameterLocation::Body | ParameterLocation::WholeBody)
    };
    parameters::check_needs(&values, is_there, &mut refusals);
    // A browser that opens a page sends none of them.
    if !endpoint.response().is_browser() {
        parameters::check_constant_headers(api, endpoint, &head.headers, &mut refusals);
    }
    if !lacks_body {
        grants::check(&values, is_lenient, &mut refusals);
    }
    credentials::check(&values, &head.headers, lacks_body, is_lenient, &mut refusals);
    if refusals.is_empty() { Ok(values) } else { Err(refusals) }
}

fn unreadable_part(endpoint: &Endpoint, what: Unreadable) -> Refusal {
    let declared = || {
        let kinds = endpoint.bodies().iter().map(|kind| kind.content_type());
        kinds.collect::<Vec<_>>().join(" or ")
    };
    let (kind, told) = match what {
        Unreadable::Query => (RefusalKind::Unreadable, "the query is not form-encoded".to_owned()),
        Unreadable::Cookie => (RefusalKind::Unreadable, "a cookie cannot be read".to_owned()),
        Unreadable::Body => {
            (RefusalKind::Unreadable, "the body is not what its type says".to_owned())
        }
        Unreadable::ContentType => {
            (RefusalKind::ContentType, format!("the type of the body is not {}", declared()))
        }
        Unreadable::Unexpected => {
            (RefusalKind::Body, "there is a body, and the endpoint has none".to_owned())
        }
    };
    Refusal::at(endpoint, kind, told)
}
