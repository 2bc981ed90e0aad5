//! Rules of token responses: where their members are, what is documented of them, and what a vendor is known for.

use proc_macro2::Ident;
use syn::LitInt;

use super::context::Check;
use super::seconds::check_seconds;
use super::types::is_unit;
use super::way::check_way;
use super::words::known_once;
use crate::errors::Errors;
use crate::keys::{self, KnownWords as _, TimeWord, TokenMember};
use crate::model::{self, EndpointBase, Response, Token, TokenPlace};
use crate::parse::{DeclaredMember, DeclaredToken};

/// Deviations that responses of any endpoint can have; the others are those of a token.
const OF_ANY_RESPONSE: &[&str] =
    &["byte_order_mark", "charset", "content_type", "content_type_repeated", "form_encoded"];

/// Those that a text can have.
const OF_A_TEXT: &[&str] = &["byte_order_mark", "charset", "invalid_utf8"];

/// Returns what is said of the token, where the response is that of a token endpoint.
pub(super) fn check_token(
    check: &Check<'_>,
    base: &EndpointBase,
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
    let places = check_places(written.token.as_ref(), errors);
    let is_token = written.token.is_some()
        || written.default_expires_in.is_some()
        || matches!(base, EndpointBase::Metadata(word) if word == "token_endpoint")
        || parameters.iter().any(|parameter| parameter.is("grant_type"));
    if !is_token {
        only_tokens_are_traded(check);
        return None;
    }
    let spent = check_spent(check);
    Some(Token { default_expires_in, places, spent })
}

/// Where members are that are not where the RFC has them.
fn check_places(token: Option<&DeclaredToken>, errors: &Errors) -> Vec<TokenPlace> {
    let Some(DeclaredToken { word, members: Some(members) }) = token else { return Vec::new() };
    if members.is_empty() {
        errors.on(
            word,
            "`token()` names no member",
            "write `token` alone, or where a member is: `token(access_token = \"data.access_token\")`",
        );
    }
    let mut places: Vec<(TokenPlace, &Ident)> = Vec::new();
    for written in members {
        let time = check_time(written, errors);
        let Some(way) = check_way(&written.way, errors) else { continue };
        // None of two can be inside the other: both are texts or numbers.
        let other = places
            .iter()
            .find(|(other, _)| way.starts_with(&other.way) || other.way.starts_with(&way));
        if let Some((other, named)) = other {
            let (member, span) = (&written.word, written.way.span);
            let help = "write the place of each member";
            if other.way == way {
                errors.at(span, format_args!("`{member}` is at the place of `{named}`"), help);
            } else {
                let wrong = format_args!("`{member}` and `{named}` are one inside the other");
                errors.at(span, wrong, help);
            }
            continue;
        }
        places.push((TokenPlace { member: written.member, way, time }, &written.word));
    }
    places.into_iter().map(|(place, _)| place).collect()
}

/// How a time is written; what is no time has no such word.
fn check_time(written: &DeclaredMember, errors: &Errors) -> TimeWord {
    let Some(word) = &written.time else { return TimeWord::Seconds };
    let member = &written.word;
    if !matches!(written.member, TokenMember::ExpiresIn | TokenMember::ExpiresAt) {
        errors.on(word, format_args!("`{member}` is no time"), format_args!("remove `as {word}`"));
        return TimeWord::Seconds;
    }
    let Some(time) = TimeWord::of(word) else {
        errors.on(
            word,
            format_args!("unknown way to write a time `{word}`"),
            TimeWord::help(&word.to_string()),
        );
        return TimeWord::Seconds;
    };
    if time == TimeWord::Iso8601 && written.member == TokenMember::ExpiresIn {
        errors.on(
            word,
            "`expires_in` is a lifetime, which is not written as a date",
            "write `expires_at = … as iso8601` for the moment at which the token expires",
        );
        return TimeWord::Seconds;
    }
    time
}

/// The vendor's words for what is used up: each says something, once.
fn check_spent(check: &Check<'_>) -> Vec<String> {
    let Some((key, words)) = &check.written.spent else { return Vec::new() };
    let errors = check.errors;
    if words.is_empty() {
        errors.on(key, "`spent` names no word", "write `spent(\"bad_refresh_token\")`");
    }
    let mut known: Vec<String> = Vec::new();
    for word in words {
        let text = word.text.clone();
        if text.is_empty() {
            errors.at(word.span, "this word is empty", "write the code of the vendor's error");
        } else if known.contains(&text) {
            errors.at(
                word.span,
                format_args!("the word `{text}` is named twice"),
                "remove one of the two",
            );
        } else {
            known.push(text);
        }
    }
    known
}

/// A code or refresh token is traded for a token, and nowhere else.
fn only_tokens_are_traded(check: &Check<'_>) {
    if let Some((key, _)) = &check.written.spent {
        check.errors.on(
            key,
            format_args!(
                "`spent` is about the answer of a token endpoint, which `{}` is not",
                check.name()
            ),
            "write `token` beside it where the answer is a token (RFC 6749, section 5.1)",
        );
    }
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
        written.token.as_ref().map(|token| ("token", token.word.span())),
        written.default_expires_in.as_ref().map(|seconds| ("default_expires_in", seconds.span())),
        written
            .deviations
            .first()
            .filter(|_| !response.is_raw())
            .map(|word| ("deviations", word.span())),
        written.spent.as_ref().map(|(key, _)| ("spent", key.span())),
    ];
    let name = check.name();
    let (what, help) = if response.is_raw() {
        ("an answer of JSON", "write the type of its JSON after `->`")
    } else {
        ("an answer", "write the type of the answer after `->`")
    };
    for (key, place) in said.into_iter().flatten() {
        errors.at(
            place,
            format_args!("`{key}` is about {what}, and `{name}` reads none"),
            format_args!("{help}, or remove `{key}`"),
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
    if response.is_raw() {
        for word in &known {
            is_of_a_raw_response(check, response, word);
        }
    } else if response.is_json() && token.is_none() {
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

/// Of a text there is little that departs, of bytes nothing.
fn is_of_a_raw_response(check: &Check<'_>, response: &Response, word: &Ident) {
    let is_text = matches!(response, Response::Text(_));
    if is_text && OF_A_TEXT.iter().any(|known| word == known) {
        return;
    }
    let help = if is_text {
        "known here: `byte_order_mark`, `charset`, `invalid_utf8`"
    } else {
        "remove it"
    };
    check.errors.on(
        word,
        format_args!(
            "`{word}` is about an answer that is read, and that of `{}` is taken as it came",
            check.name()
        ),
        help,
    );
}
