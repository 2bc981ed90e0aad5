//! Rules of grants.

use proc_macro2::Ident;

use super::context::Check;
use super::seconds::check_seconds;
use crate::errors::Errors;
use crate::model::{self, Filled, Parameter, is_taken};
use crate::name::{self, plain};
use crate::parse::DeclaredGrant;
use crate::suggest;

/// Checks the grants of an endpoint; their names refer to its parameters.
pub(super) fn check_grants(check: &Check<'_>, parameters: &[Parameter]) -> Vec<model::Grant> {
    grant_type_is_there(check, parameters);
    let mut grants: Vec<model::Grant> = Vec::new();
    for grant in &check.written.grants {
        if let Some(grant) = check_grant(check, grant, parameters, &grants) {
            grants.push(grant);
        }
    }
    grants
}

fn grant_type_is_there(check: &Check<'_>, parameters: &[Parameter]) {
    let written = check.written;
    let says_its_type = parameters.iter().any(|parameter| parameter.is("grant_type"));
    if let (Some(first), false, false) = (written.grants.first(), says_its_type, written.broken) {
        check.errors.at(
            first.span,
            format_args!(
                "`{}` has grants but no parameter `grant_type` (RFC 6749, section 4.1.3)",
                written.ident
            ),
            format_args!("add `grant_type: GrantType` to `fn {}`", written.ident),
        );
    }
}

fn check_grant(
    check: &Check<'_>,
    grant: &DeclaredGrant,
    parameters: &[Parameter],
    earlier: &[model::Grant],
) -> Option<model::Grant> {
    let entry = check_entry(grant, parameters, check.errors)?;
    if earlier.iter().any(|other| other.named == grant.named || other.entry == entry) {
        let endpoint = &check.written.ident;
        check.errors.at(
            grant.span,
            format_args!("the grant `{}` is declared twice on `{endpoint}`", grant.named),
            "remove one of the two",
        );
        return None;
    }
    // Two words may mean one parameter, where one of them is misspelt.
    let indices = |names: &[Ident]| {
        let mut indices: Vec<usize> = Vec::new();
        for name in names {
            let index = find_parameter(check, grant, name, parameters);
            indices.extend(index.filter(|index| !indices.contains(index)));
        }
        indices
    };
    let (needs, may) = (indices(&grant.needs), indices(&grant.may));
    clauses_differ(grant, parameters, check.errors);
    let is_grant_type =
        |index: usize| parameters.get(index).is_some_and(|parameter| parameter.is("grant_type"));
    let is_filled = |index: &usize| {
        parameters.get(*index).is_some_and(|parameter| parameter.filled == Filled::Always)
    };
    let is_needed = |index: &usize| {
        let always = parameters.get(*index).is_some_and(Parameter::is_required);
        (always || needs.contains(index)) && !is_grant_type(*index) && !is_filled(index)
    };
    let wire = |indices: &[usize]| {
        indices.iter().filter_map(|index| Some(parameters.get(*index)?.wire.clone())).collect()
    };
    let required: Vec<usize> = (0..parameters.len()).filter(is_needed).collect();
    // Each grant can be given what the client's credentials fill.
    let is_offered = |index: &usize| {
        let perhaps = parameters.get(*index).is_some_and(|it| it.filled != Filled::Never);
        (perhaps || may.contains(index)) && !required.contains(index)
    };
    let optional = may.iter().copied().filter(is_offered);
    let filled = (0..parameters.len()).filter(|index| !may.contains(index) && is_offered(index));
    let optional = filled.chain(optional).collect();
    let (needs, may): (Vec<String>, Vec<String>) = (wire(&needs), wire(&may));
    trades_refresh_tokens(grant, &required, parameters, check.errors);
    let reuse_within = grant.reuse_within.as_ref().and_then(|(_, seconds)| {
        check_seconds(seconds, "time in seconds", "reuse_within = 600", check.errors)
    });
    Some(model::Grant {
        named: grant.named.clone(),
        entry,
        required,
        optional,
        needs,
        may,
        rotates: grant.rotates.is_some(),
        reuse_within,
    })
}

/// What is said of refresh tokens is said of a grant that trades one (RFC 6749, section 6).
fn trades_refresh_tokens(
    grant: &DeclaredGrant,
    required: &[usize],
    parameters: &[Parameter],
    errors: &Errors,
) {
    let is_refresh_token = |index: &usize| {
        parameters.get(*index).is_some_and(|parameter| parameter.is("refresh_token"))
    };
    if grant.named == "refresh_token" || !grant.is_whole || required.iter().any(is_refresh_token) {
        return;
    }
    let reuse_within = grant.reuse_within.as_ref().map(|(word, _)| word);
    for word in grant.rotates.iter().chain(reuse_within) {
        errors.on(
            word,
            format_args!(
                "`{word}` is about refresh tokens, and the grant `{}` trades none (RFC 6749, section 6)",
                grant.named
            ),
            format_args!("write it on the grant `refresh_token`, or remove `{word}`"),
        );
    }
}

/// What a grant needs is not optional for it.
fn clauses_differ(grant: &DeclaredGrant, parameters: &[Parameter], errors: &Errors) {
    for name in &grant.may {
        let Some(index) = position(name, parameters) else { continue };
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
}

/// The name of the entry: the grant's, with `_grant` behind it where a parameter has that name already.
fn check_entry(grant: &DeclaredGrant, parameters: &[Parameter], errors: &Errors) -> Option<Ident> {
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
                format_args!("give it another name, such as `as {}_grant`", parameter.setter()),
            );
            return None;
        }
        if is_taken(&plain(called)) {
            errors.on(
                called,
                format_args!(
                    "the grant `{}` is called `{called}`, which every request has already",
                    grant.named
                ),
                format_args!("give it another name, such as `as {}_grant`", plain(called)),
            );
            return None;
        }
        return Some(called.clone());
    }
    let Ok(name) = syn::parse_str::<Ident>(&grant.named) else {
        errors.at(
            grant.span,
            format_args!("the grant `{}` has no name that a method can have", grant.named),
            format_args!(
                "name it: `#[grant(\"{}\" as {}, …)]`",
                grant.named,
                shorten(&grant.named)
            ),
        );
        return None;
    };
    let taken = setter_named(&name).is_some() || is_taken(&grant.named);
    let name = if taken { format!("{}_grant", grant.named) } else { grant.named.clone() };
    Some(name::ident(&name, grant.span))
}

/// What a grant may be called: the last word of its URI.
fn shorten(uri: &str) -> String {
    let last = uri.rsplit([':', '/', '#']).find(|part| !part.is_empty()).unwrap_or_default();
    let name = last.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_lowercase();
    if syn::parse_str::<Ident>(&name).is_ok() { name } else { format!("{name}_grant") }
}

fn position(name: &Ident, parameters: &[Parameter]) -> Option<usize> {
    let name = plain(name);
    let by_name = parameters.iter().position(|parameter| parameter.name == name);
    by_name
        .or_else(|| parameters.iter().position(|parameter| parameter.wire == name))
        .or_else(|| parameters.iter().position(|parameter| parameter.is(&name)))
}

/// The parameter that a name means: its own, or the nearest. A misspelt parameter is no missing one.
pub(super) fn find_meant(name: &Ident, parameters: &[Parameter]) -> Option<usize> {
    let nearest = || {
        let known: Vec<&str> = names(parameters).collect();
        let near = suggest::nearest(&plain(name), &known)?;
        known.iter().position(|known| *known == near)
    };
    position(name, parameters).or_else(nearest)
}

fn names(parameters: &[Parameter]) -> impl Iterator<Item = &str> {
    parameters.iter().map(|parameter| parameter.name.as_str())
}

/// Returns the index of a parameter that a clause names, or of the nearest.
fn find_parameter(
    check: &Check<'_>,
    grant: &DeclaredGrant,
    name: &Ident,
    parameters: &[Parameter],
) -> Option<usize> {
    if position(name, parameters).is_none() && !check.written.broken {
        let known: Vec<&str> = names(parameters).collect();
        let word = plain(name);
        check.errors.on(
            name,
            format_args!(
                "the grant `{}` names `{word}`, which is no parameter of `{}`",
                grant.named, check.written.ident
            ),
            suggest::help(&word, &known, &[]),
        );
    }
    find_meant(name, parameters)
        .filter(|index| parameters.get(*index).is_some_and(Parameter::is_settable))
}
