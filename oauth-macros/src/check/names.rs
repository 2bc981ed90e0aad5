//! Names that have to differ: of endpoints, requests and parameters, and on the wire.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use syn::LitStr;

use super::context::Check;
use crate::errors::Errors;
use crate::model::{self, Location};
use crate::name::{camel, plain};
use crate::parse::{DeclaredApi, DeclaredEndpoint, DeclaredParameter};

/// Endpoints become types and methods, whose names differ by more than case. A repeated one is left out.
pub(super) fn endpoint_names_are_unique(declared: &mut DeclaredApi, errors: &Errors) {
    let mut kept: Vec<DeclaredEndpoint> = Vec::new();
    let (mut in_camel, mut in_capitals) = (BTreeMap::new(), BTreeMap::new());
    for endpoint in std::mem::take(&mut declared.endpoints) {
        let name = plain(&endpoint.ident);
        let (camel, capitals) = (camel(&name), name.to_uppercase());
        let same = [in_camel.get(&camel), in_capitals.get(&capitals)].into_iter().flatten().min();
        let Some(earlier) = same.and_then(|place: &usize| kept.get(*place)) else {
            in_camel.insert(camel, kept.len());
            in_capitals.insert(capitals, kept.len());
            kept.push(endpoint);
            continue;
        };
        let earlier = plain(&earlier.ident);
        if earlier == name {
            errors.on(
                &endpoint.ident,
                format_args!("the endpoint `{name}` is declared twice"),
                "give each endpoint a name of its own",
            );
        } else {
            errors.on(
                &endpoint.ident,
                format_args!(
                    "`{name}` differs from the earlier endpoint `{earlier}` by case or underscores only"
                ),
                "give each endpoint a name of its own",
            );
        }
    }
    declared.endpoints = kept;
}

/// Parameters become fields, setters and types, whose names differ by more than case. A repeated one is left out.
pub(super) fn parameter_names_are_unique(declared: &mut DeclaredApi, errors: &Errors) {
    for endpoint in &mut declared.endpoints {
        drop_repeated_parameters(endpoint, errors);
    }
}

fn drop_repeated_parameters(endpoint: &mut DeclaredEndpoint, errors: &Errors) {
    let mut names = BTreeMap::new();
    let mut kept: Vec<DeclaredParameter> = Vec::new();
    for parameter in std::mem::take(&mut endpoint.parameters) {
        let name = plain(&parameter.ident);
        let earlier = match names.entry(camel(&name)) {
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
                    plain(&endpoint.ident)
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

/// A grant becomes a type whose name may be that of another endpoint's.
pub(super) fn request_names_are_unique(
    declared: &DeclaredApi,
    endpoints: &mut [model::Endpoint],
    errors: &Errors,
) {
    let of_endpoint = |endpoint: &model::Endpoint| {
        let name = endpoint.named("Request").to_string();
        (name, format!("the endpoint `{}`", plain(&endpoint.ident)))
    };
    let mut taken: BTreeMap<String, String> = endpoints.iter().map(of_endpoint).collect();
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    for (index, (endpoint, written)) in endpoints.iter().zip(&declared.endpoints).enumerate() {
        for (place, grant) in endpoint.grants.iter().enumerate() {
            let what = format!("{}Request", camel(&plain(&grant.entry)));
            let name = endpoint.named(&what).to_string();
            if let Some(earlier) = taken.get(&name) {
                let written = written.grants.iter().find(|written| written.named == grant.named);
                errors.at(
                    written.map_or(grant.entry.span(), |written| written.span),
                    format_args!(
                        "the grant `{}` of `{}` becomes the type `{name}`, which {earlier} has already",
                        grant.named,
                        plain(&endpoint.ident)
                    ),
                    format_args!("give it another name, such as `as {}_grant`", plain(&grant.entry)),
                );
                left_out.push((index, place));
            } else {
                let owner = format!("the grant `{}`", grant.named);
                taken.insert(name, owner);
            }
        }
    }
    for (index, place) in left_out.into_iter().rev() {
        if let Some(endpoint) = endpoints.get_mut(index) {
            endpoint.grants.remove(place);
        }
    }
}

/// One wire name goes once into each place.
pub(super) fn wire_names_are_unique(check: &Check<'_>, parameters: &[model::Parameter]) {
    for (index, (parameter, source)) in parameters.iter().zip(&check.written.parameters).enumerate()
    {
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
            let place = source.places.first().and_then(|place| place.name());
            let name = source.names.first().map(|(_, name)| name).or(place);
            let span = name.map_or(source.ident.span(), LitStr::span);
            let (earlier, later) = (plain(&earlier.ident), plain(&source.ident));
            check.errors.at(
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
                if matches!(parameter.location, Location::Query | Location::Body) {
                    format!("give `{later}` another wire name, remove it, or declare one list: `{earlier}: Vec<…>`")
                } else {
                    format!("give `{later}` another wire name, or remove it")
                },
            );
        }
    }
}
