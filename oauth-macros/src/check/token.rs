//! Rules of token responses: the lifetime that is documented, and the deviations that a vendor is known for.

use proc_macro2::Ident;
use syn::LitInt;

use super::context::Check;
use super::seconds::check_seconds;
use super::types::is_unit;
use super::words::known_once;
use crate::errors::Errors;
use crate::keys;
use crate::model::{self, Response, Token};

/// Deviations that responses of any endpoint can have; the others are those of a token.
const OF_ANY_RESPONSE: &[&str] =
    &["byte_order_mark", "charset", "content_type", "content_type_repeated", "form_encoded"];

/// Returns what is said of the token, where the response is that of a token endpoint.
pub(super) fn check_token(
    check: &Check<'_>,
    response: &Response,
    parameters: &[model::Parameter],
) -> Option<Token> {
    let Check { written, errors, .. } = *check;
    let default_expires_in =
        written.default_expires_in.as_ref().and_then(|written| check_lifetime(written, errors));
    if !response.is_json() {
        response_is_needed(check, response);
        return None;
    }
    let is_token = written.token.is_some()
        || written.default_expires_in.is_some()
        || parameters.iter().any(|parameter| parameter.wire == "grant_type");
    is_token.then_some(Token { default_expires_in })
}

/// A lifetime is at least a second, and at most what a response could say.
fn check_lifetime(written: &LitInt, errors: &Errors) -> Option<u32> {
    check_seconds(written, "lifetime in seconds", "default_expires_in = 3600", errors)
}

/// What is said of a response needs one that is read.
fn response_is_needed(check: &Check<'_>, response: &Response) {
    let Check { written, errors, .. } = *check;
    // A type that is written and gives no response is a mistake that was told.
    let is_mistake = written.response.as_ref().is_some_and(|ty| !is_unit(ty));
    if matches!(response, Response::Nothing) && is_mistake {
        return;
    }
    let said = [
        written.token.as_ref().map(|word| ("token", word.span())),
        written.default_expires_in.as_ref().map(|seconds| ("default_expires_in", seconds.span())),
        written.deviations.first().map(|word| ("deviations", word.span())),
    ];
    let name = check.name();
    for (key, place) in said.into_iter().flatten() {
        errors.at(
            place,
            format_args!("`{key}` is about an answer, and `{name}` reads none"),
            format_args!("write the type of the answer after `->`, or remove `{key}`"),
        );
    }
}

/// Returns the names of the deviations that the vendor is known for.
pub(super) fn check_deviations(
    check: &Check<'_>,
    response: &Response,
    token: Option<&Token>,
) -> Vec<String> {
    let Check { written, errors, .. } = *check;
    let known = known_once(&written.deviations, keys::DEVIATIONS, ("deviation", "named"), errors);
    if response.is_json() && token.is_none() {
        for word in &known {
            is_of_any_response(check, word);
        }
    }
    known.into_iter().map(Ident::to_string).collect()
}

/// What departs from the rules of a token needs one.
fn is_of_any_response(check: &Check<'_>, word: &Ident) {
    if OF_ANY_RESPONSE.iter().any(|known| word == known) {
        return;
    }
    check.errors.on(
        word,
        format_args!(
            "`{word}` is about the answer of a token endpoint, which `{}` is not",
            check.name()
        ),
        "write `token` beside it where the answer is a token (RFC 6749, section 5.1)",
    );
}
