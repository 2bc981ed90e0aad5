//! Which endpoint a request is for.

use std::borrow::Cow;

use http::Method;
use percent_encoding::percent_decode_str;

use crate::description::{Api, Endpoint};
use crate::encode::path::{Piece, pieces};
use crate::stand_in::bases::prefixes;

/// A path parameter by its wire name; a value that cannot be read is none.
pub(crate) type Segment = (&'static str, Option<String>);

/// An endpoint that has a path, and its path parameters.
pub(crate) type Candidate = (&'static Endpoint, Vec<Segment>);

/// What a path leads to.
pub(crate) enum Route {
    /// An endpoint, and others at the same URL with the same method: what else is sent tells which it is.
    Endpoint(Candidate, Vec<Candidate>),
    /// Endpoints with other methods.
    OtherMethod(Vec<&'static Endpoint>),
    /// Nothing.
    Nowhere,
}

/// Finds the endpoint for a path. The base of the API has this one.
pub(crate) fn route(api: &'static Api, base: &str, method: &Method, path: &str) -> Route {
    let mut matching: Vec<_> = api
        .endpoints()
        .iter()
        .filter_map(|endpoint| Some((*endpoint, segments(api, base, endpoint, path)?)))
        .collect();
    // What is written out comes before what a parameter takes.
    matching.sort_by_key(|(_, values)| values.len());
    let fewest = matching.first().map(|(_, values)| values.len());
    let nearest = matching.iter().filter(|(_, values)| Some(values.len()) == fewest);
    let others: Vec<_> = nearest.map(|(endpoint, _)| *endpoint).collect();
    let mut found = matching.into_iter().filter(|(endpoint, _)| endpoint.method() == method);
    if let Some(first) = found.next() {
        let count = first.1.len();
        return Route::Endpoint(first, found.filter(|(_, values)| values.len() == count).collect());
    }
    // The URL of an endpoint may be whatever a response has said.
    let mut all = api.endpoints().iter().copied();
    let is_anywhere = |it: &&Endpoint| prefixes(api, base, it).is_none() && it.method() == method;
    match all.find(is_anywhere) {
        Some(endpoint) => Route::Endpoint((endpoint, Vec::new()), Vec::new()),
        None if others.is_empty() => Route::Nowhere,
        None => Route::OtherMethod(others),
    }
}

/// The path parameters, where the path is that of the endpoint.
fn segments(
    api: &Api,
    base: &str,
    endpoint: &'static Endpoint,
    path: &str,
) -> Option<Vec<Segment>> {
    let pieces: Vec<_> = pieces(endpoint.path()).collect();
    prefixes(api, base, endpoint)?.iter().find_map(|prefix| {
        let mut values = Vec::new();
        let path = path.strip_prefix(prefix.as_str())?;
        matches(&pieces, path, &mut values).then_some(values)
    })
}

fn matches(pieces: &[Piece<'static>], path: &str, values: &mut Vec<Segment>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return path.is_empty() };
    match first {
        Piece::Literal(text) => {
            path.strip_prefix(text).is_some_and(|path| matches(rest, path, values))
        }
        Piece::Parameter(name) => {
            let end = path.find('/').unwrap_or(path.len());
            for at in (1..=end).rev() {
                let Some((value, path)) = path.split_at_checked(at) else { continue };
                let count = values.len();
                let value = percent_decode_str(value).decode_utf8().ok();
                values.push((*name, value.map(Cow::into_owned)));
                if matches(rest, path, values) {
                    return true;
                }
                values.truncate(count);
            }
            false
        }
    }
}
