//! Rules of where a parameter goes.

use syn::LitStr;

use crate::check::context::{Check, Route};
use crate::check::headers::{SetBy, check_header_name, is_token, set_by};
use crate::errors::Errors;
use crate::keys::BodyWord;
use crate::model::{EndpointBase, Location};
use crate::name::plain;
use crate::parse::{DeclaredParameter, DeclaredPlace, Target};

/// Returns where a parameter goes, and the name that it has there where the place says it.
pub(super) fn check_location(
    check: &Check<'_>,
    route: &Route<'_>,
    written: &DeclaredParameter,
) -> (Location, Option<String>) {
    only_one_place(written, check.errors);
    let name = plain(&written.ident);
    let in_path = route.placeholders.contains(&name);
    if matches!(route.base, EndpointBase::Parameter(word) if *word == name) {
        url_is_not_sent(written, check.errors);
        return (Location::Url, None);
    }
    let Some(place) = written.places.first() else {
        return match (in_path, route.has_body_by_default()) {
            (true, _) => (Location::Path, None),
            (false, true) => (Location::Body, None),
            (false, false) => (Location::Query, None),
        };
    };
    if in_path {
        check.errors.on(
            &place.word,
            format_args!("`{name}` stands in the path, and `{}` sends it elsewhere", place.word),
            format_args!("remove `#[{}]`, or the placeholder `{{{name}}}`", place.word),
        );
        return (Location::Path, None);
    }
    match &place.target {
        Target::Query => (Location::Query, None),
        Target::Form => {
            form_goes_into_a_form(check, route, place);
            (Location::Body, None)
        }
        Target::Json => {
            json_goes_into_json(check, place);
            (Location::WholeBody, None)
        }
        Target::Header(name) => (Location::Header, check_header(name, check.errors)),
        Target::Cookie(name) => (Location::Cookie, Some(check_cookie(name, check.errors))),
    }
}

/// The URL of a call is where it goes, and nothing that it sends.
fn url_is_not_sent(written: &DeclaredParameter, errors: &Errors) {
    if let Some(place) = written.places.first() {
        errors.on(
            &place.word,
            format_args!(
                "`{}` is the URL of the call, and `{}` sends it",
                plain(&written.ident),
                place.word
            ),
            format_args!("remove `#[{}]`, or write a path in place of the word", place.word),
        );
    }
}

fn only_one_place(written: &DeclaredParameter, errors: &Errors) {
    let [first, others @ ..] = written.places.as_slice() else { return };
    for other in others {
        errors.on(
            &other.word,
            format_args!("`{}` conflicts with `{}` on the same parameter", other.word, first.word),
            "a parameter is sent in one place: keep one of the two",
        );
    }
}

fn form_goes_into_a_form(check: &Check<'_>, route: &Route<'_>, place: &DeclaredPlace) {
    if route.is_json_only() {
        check.errors.on(
            &place.word,
            format_args!("`form` conflicts with the JSON body of `{}`", check.written.ident),
            "remove `#[form]`, or write `body = form` on the endpoint",
        );
    }
}

fn json_goes_into_json(check: &Check<'_>, place: &DeclaredPlace) {
    let said = check.written.body.as_ref();
    if said.is_some_and(|body| body.0.iter().all(|(word, _)| *word != BodyWord::Json)) {
        check.errors.on(
            &place.word,
            format_args!("`json` conflicts with the form body of `{}`", check.written.ident),
            "write `body = json` on the endpoint",
        );
    }
}

/// A header that nothing else sets. Returns its name in lower case.
fn check_header(name: &LitStr, errors: &Errors) -> Option<String> {
    let lower = check_header_name(name, errors);
    if let Some((lower, by)) = lower.as_deref().and_then(|lower| Some((lower, set_by(lower)?))) {
        let help = match by {
            SetBy::Auth => "write `auth = bearer`, `auth = basic` or another scheme",
            SetBy::Cookies => "write `#[cookie(\"…\")]` with the name of one cookie",
            SetBy::Body => "write `body = form` or `body = json` on the endpoint",
            SetBy::Sender => "remove it: whatever sends the request writes it",
        };
        errors.on(name, format_args!("the header `{lower}` is not a parameter"), help);
    }
    lower
}

/// A cookie's name is a token (RFC 6265, section 4.1.1).
fn check_cookie(name: &LitStr, errors: &Errors) -> String {
    let text = name.value();
    if !is_token(&text) {
        errors.on(
            name,
            format_args!("`{text}` cannot be the name of a cookie (RFC 6265, section 4.1.1)"),
            "use letters, digits and hyphens",
        );
    }
    text
}
