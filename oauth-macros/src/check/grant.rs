//! Rules of grants.

use proc_macro2::Ident;

use crate::errors::Errors;
use crate::model::{self, Parameter};
use crate::parse::{self, Endpoint};
use crate::suggest;

/// Checks the grants of an endpoint; their names refer to its parameters.
pub(super) fn grants(
    written: &Endpoint,
    parameters: &[Parameter],
    errors: &Errors,
) -> Vec<model::Grant> {
    let mut grants: Vec<model::Grant> = Vec::new();
    let says_its_type = parameters.iter().any(|parameter| parameter.wire == "grant_type");
    if let (Some(first), false, false) = (written.grants.first(), says_its_type, written.broken) {
        errors.at(
            first.span,
            format_args!(
                "`{}` has grants but no parameter `grant_type` (RFC 6749, section 4.1.3)",
                written.ident
            ),
            format_args!("add `grant_type: GrantType` to `fn {}`", written.ident),
        );
    }
    for grant in &written.grants {
        if let Some(grant) = one(grant, written, parameters, &grants, errors) {
            grants.push(grant);
        }
    }
    grants
}

fn one(
    grant: &parse::Grant,
    written: &Endpoint,
    parameters: &[Parameter],
    earlier: &[model::Grant],
    errors: &Errors,
) -> Option<model::Grant> {
    let entry = entry(grant, parameters, errors)?;
    if earlier.iter().any(|other| other.named == grant.named || other.entry == entry) {
        errors.at(
            grant.span,
            format_args!("the grant `{}` is declared twice on `{}`", grant.named, written.ident),
            "remove one of the two",
        );
        return None;
    }
    // Two words may mean one parameter, where one of them is misspelt.
    let indices = |names: &[Ident]| {
        let mut indices: Vec<usize> = Vec::new();
        for name in names {
            let index = find(name, grant, written, parameters, errors);
            indices.extend(index.filter(|index| !indices.contains(index)));
        }
        indices
    };
    let (needs, may) = (indices(&grant.needs), indices(&grant.may));
    for (name, index) in
        grant.may.iter().filter_map(|name| Some((name, position(name, parameters)?)))
    {
        if grant.needs.iter().any(|needed| position(needed, parameters) == Some(index)) {
            errors.on(
                name,
                format_args!(
                    "`{name}` is both needed and optional for the grant `{}`",
                    grant.named
                ),
                "remove it from `may(…)`",
            );
        }
    }
    let is_grant_type = |index: usize| {
        parameters.get(index).is_some_and(|parameter| parameter.wire == "grant_type")
    };
    let is_needed = |index: &usize| {
        let always = parameters.get(*index).is_some_and(Parameter::is_required);
        (always || needs.contains(index)) && !is_grant_type(*index)
    };
    let wire = |indices: &[usize]| {
        indices.iter().filter_map(|index| Some(parameters.get(*index)?.wire.clone())).collect()
    };
    let required: Vec<usize> = (0..parameters.len()).filter(is_needed).collect();
    let optional = may.iter().copied().filter(|index| !required.contains(index)).collect();
    Some(model::Grant {
        named: grant.named.clone(),
        entry,
        required,
        optional,
        needs: wire(&needs),
        may: wire(&may),
    })
}

/// The name of the entry: the grant's, with `_grant` behind it where a parameter has that name already.
fn entry(grant: &parse::Grant, parameters: &[Parameter], errors: &Errors) -> Option<Ident> {
    let setter_named =
        |name: &Ident| parameters.iter().find(|parameter| parameter.setter() == *name);
    if let Some(called) = &grant.called {
        if let Some(parameter) = setter_named(called) {
            errors.on(
                called,
                format_args!(
                    "the grant `{}` is called `{called}`, which is a parameter",
                    grant.named
                ),
                format_args!("call it otherwise, such as `as {}_grant`", parameter.setter()),
            );
            return None;
        }
        if model::is_taken(&model::plain(called)) {
            errors.on(
                called,
                format_args!(
                    "the grant `{}` is called `{called}`, which every request has already",
                    grant.named
                ),
                format_args!("call it otherwise, such as `as {}_grant`", model::plain(called)),
            );
            return None;
        }
        return Some(called.clone());
    }
    let Ok(name) = syn::parse_str::<Ident>(&grant.named) else {
        errors.at(
            grant.span,
            format_args!("the grant `{}` has no name that a method can have", grant.named),
            format_args!("name it: `#[grant(\"{}\" as {}, …)]`", grant.named, short(&grant.named)),
        );
        return None;
    };
    let taken = setter_named(&name).is_some() || model::is_taken(&grant.named);
    let name = if taken { format!("{}_grant", grant.named) } else { grant.named.clone() };
    Some(model::ident(&name, grant.span))
}

/// What a grant may be called: the last word of its URI.
fn short(uri: &str) -> String {
    let last = uri.rsplit([':', '/', '#']).find(|part| !part.is_empty()).unwrap_or_default();
    let name = last.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_lowercase();
    if syn::parse_str::<Ident>(&name).is_ok() { name } else { format!("{name}_grant") }
}

fn position(name: &Ident, parameters: &[Parameter]) -> Option<usize> {
    let name = model::plain(name);
    parameters.iter().position(|parameter| parameter.name == name)
}

/// The parameter that a name means: its own, or the nearest. A misspelt parameter is no missing one.
pub(super) fn meant(name: &Ident, parameters: &[Parameter]) -> Option<usize> {
    let nearest = || {
        let known = names(parameters);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let near = suggest::nearest(&model::plain(name), &known)?;
        known.iter().position(|known| *known == near)
    };
    position(name, parameters).or_else(nearest)
}

fn names(parameters: &[Parameter]) -> Vec<String> {
    parameters.iter().map(|parameter| parameter.name.clone()).collect()
}

fn find(
    name: &Ident,
    grant: &parse::Grant,
    written: &Endpoint,
    parameters: &[Parameter],
    errors: &Errors,
) -> Option<usize> {
    if position(name, parameters).is_none() && !written.broken {
        let known = names(parameters);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let word = model::plain(name);
        errors.on(
            name,
            format_args!(
                "the grant `{}` names `{word}`, which is no parameter of `{}`",
                grant.named, written.ident
            ),
            suggest::help(&word, &known, &[]),
        );
    }
    meant(name, parameters)
        .filter(|index| parameters.get(*index).is_some_and(Parameter::is_settable))
}
