//! Which endpoint a request is for.

use std::borrow::Cow;

use http::Method;
use percent_encoding::percent_decode_str;

use crate::description::{Api, Endpoint};
use crate::encode::path::{Piece, pieces};

/// What a path leads to.
pub(crate) enum Route {
    /// An endpoint, and the path parameters by their wire names; a value that cannot be read is none.
    Endpoint(&'static Endpoint, Vec<(&'static str, Option<String>)>),
    /// Endpoints with other methods.
    OtherMethod(Vec<&'static Endpoint>),
    /// Nothing.
    Nowhere,
}

/// Finds the endpoint for a path, which begins with that of the base.
pub(crate) fn route(api: &'static Api, base: &str, method: &Method, path: &str) -> Route {
    let Some(path) = path.strip_prefix(base.trim_end_matches('/')) else { return Route::Nowhere };
    let mut matching: Vec<_> = api
        .endpoints()
        .iter()
        .filter_map(|endpoint| {
            let pieces: Vec<_> = pieces(endpoint.path()).collect();
            let mut values = Vec::new();
            matches(&pieces, path, &mut values).then_some((*endpoint, values))
        })
        .collect();
    // What is written out comes before what a parameter takes.
    matching.sort_by_key(|(_, values)| values.len());
    let others: Vec<_> = matching.iter().map(|(endpoint, _)| *endpoint).collect();
    let found = matching.into_iter().find(|(endpoint, _)| endpoint.method() == method);
    match found {
        Some((endpoint, values)) => Route::Endpoint(endpoint, values),
        None if others.is_empty() => Route::Nowhere,
        None => Route::OtherMethod(others),
    }
}

fn matches(
    pieces: &[Piece<'static>],
    path: &str,
    values: &mut Vec<(&'static str, Option<String>)>,
) -> bool {
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
