//! Rules of token answers: the lifetime that is documented, and the departures that a vendor is known for.

use proc_macro2::Ident;
use syn::LitInt;

use super::words::known_once;
use crate::errors::Errors;
use crate::keys;
use crate::model::{self, Answer, Token};
use crate::parse::Endpoint;

/// Departures that answers of any endpoint can have; the others are those of a token.
const OF_ANY_ANSWER: &[&str] = &["byte_order_mark", "content_type", "form_encoded"];

/// Returns what is said of the token, where the answer is that of a token endpoint.
pub(super) fn token(
    written: &Endpoint,
    answer: &Answer,
    parameters: &[model::Parameter],
    errors: &Errors,
) -> Option<Token> {
    let default_expires_in =
        written.default_expires_in.as_ref().and_then(|written| lifetime(written, errors));
    if !matches!(answer, Answer::Json(_) | Answer::RedirectOrJson(_)) {
        answer_is_needed(written, errors);
        return None;
    }
    let is_token = written.token.is_some()
        || written.default_expires_in.is_some()
        || parameters.iter().any(|parameter| parameter.wire == "grant_type");
    is_token.then_some(Token { default_expires_in })
}

/// A lifetime is at least a second, and at most what an answer could say.
fn lifetime(written: &LitInt, errors: &Errors) -> Option<u32> {
    let seconds = written.base10_parse::<u32>().ok();
    let seconds = seconds.filter(|seconds| *seconds > 0 && written.suffix().is_empty());
    if seconds.is_none() {
        errors.on(
            written,
            format_args!("`{written}` is no lifetime in seconds"),
            "write a whole number from 1 to 4294967295, such as `default_expires_in = 3600`",
        );
    }
    seconds
}

/// What is said of an answer needs one that is read.
fn answer_is_needed(written: &Endpoint, errors: &Errors) {
    // An answer that is written and yet none is a mistake that was told.
    if written.answer.is_some() && written.browser.is_none() && !is_redirect(written) {
        return;
    }
    let said = [
        written.token.as_ref().map(|word| ("token", word.span())),
        written.default_expires_in.as_ref().map(|seconds| ("default_expires_in", seconds.span())),
        written.deviations.first().map(|word| ("deviations", word.span())),
    ];
    let name = model::plain(&written.ident);
    for (key, place) in said.into_iter().flatten() {
        errors.at(
            place,
            format_args!("`{key}` is about an answer, and `{name}` reads none"),
            format_args!("write the type of the answer after `->`, or remove `{key}`"),
        );
    }
}

fn is_redirect(written: &Endpoint) -> bool {
    let last = written.answer.as_ref().and_then(super::response::last_segment);
    last.is_some_and(|(word, _)| word == "Redirect" || word == "RedirectOr")
}

/// Returns the names of the departures that the vendor is known for.
pub(super) fn deviations(
    written: &Endpoint,
    token: Option<&Token>,
    errors: &Errors,
) -> Vec<String> {
    let known = known_once(&written.deviations, keys::DEVIATIONS, ("deviation", "named"), errors);
    for word in &known {
        is_of_a_token(word, written, token, errors);
    }
    known.into_iter().map(Ident::to_string).collect()
}

/// What departs from the rules of a token needs one.
fn is_of_a_token(word: &Ident, written: &Endpoint, token: Option<&Token>, errors: &Errors) {
    let is_of_any = OF_ANY_ANSWER.iter().any(|known| word == known);
    if token.is_some() || written.answer.is_none() || is_of_any {
        return;
    }
    errors.on(
        word,
        format_args!(
            "`{word}` is about the answer of a token endpoint, which `{}` is not",
            model::plain(&written.ident)
        ),
        "write `token` beside it where the answer is a token (RFC 6749, section 5.1)",
    );
}
