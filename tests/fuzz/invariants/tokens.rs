//! Token answers.

use std::time::{Duration, SystemTime};

use oauth_runtime::{Deviation, ExposeSecret, Scopes, Token, token::TokenError};
use serde_json::{Map, Value, json};

use super::{assert_is_access_token, assert_one_line};

const OWN: [&str; 7] = [
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "refresh_token",
    "error",
    "error_description",
];

fn received() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

/// Reads the bytes as a token answer, in JSON and as a form.
pub fn token(data: &[u8]) {
    let result = Token::from_json(data, received());
    check(&result);
    if let Ok(token) = &result {
        let unmarked = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        assert_eq!(unmarked.trim_ascii_start().first(), Some(&b'{'), "only an object is a token");
        if let Ok(Value::Object(members)) = serde_json::from_slice(unmarked) {
            check_members(token, &members);
        }
        prints_and_reads_the_same(token);
    }
    reads_the_same_by_serde(data, &result);
    let result = Token::from_form(data, received());
    check(&result);
    if let Ok(token) = &result {
        assert!(token.deviations().contains(&Deviation::FormEncoded));
        assert!(token.clone().strict().is_err(), "a form is never to the letter");
    }
}

/// What holds of any token and any error.
fn check(result: &Result<Token, TokenError>) {
    match result {
        Ok(token) => {
            assert_is_access_token(token.access_token().expose_secret());
            assert!(token.expires_in().is_none_or(|it| it <= Token::LONGEST_EXPIRES_IN));
            assert_eq!(token.expires_at(), token.expires_in().map(|it| received() + it));
            assert!(token.refresh_token().is_none_or(|it| !it.expose_secret().is_empty()));
            for scope in token.scopes().into_iter().flatten() {
                assert!(!scope.is_empty() && !scope.contains([' ', ',', '\t', '\r', '\n']));
            }
            assert!(OWN[..5].iter().all(|name| !token.extra().contains_key(*name)));
            let strict = token.clone().strict();
            assert_eq!(strict.is_ok(), token.deviations().iter().all(Deviation::is_permitted));
            if let Err(error) = strict {
                assert_one_line(&error.to_string());
            }
            for deviation in token.deviations() {
                assert_one_line(&deviation.to_string());
            }
        }
        Err(error) => {
            assert_one_line(&error.to_string());
            assert_one_line(&format!("{error:?}"));
        }
    }
}

/// What holds of a token whose body another reader of JSON understands.
fn check_members(token: &Token, members: &Map<String, Value>) {
    assert_eq!(members["access_token"], token.access_token().expose_secret());
    assert!(matches!(members.get("error"), None | Some(Value::Null)) || members["error"] == "");
    let others = members.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    let kept = token.extra().iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    if !token.deviations().iter().any(|it| matches!(it, Deviation::MemberUnreadable(_))) {
        assert!(others.eq(kept), "a member was lost");
    }
    if token.clone().strict().is_ok() {
        let word = members["token_type"].as_str().unwrap();
        assert!(word.eq_ignore_ascii_case("bearer"), "{word}");
        let lifetime = members.get("expires_in").map(|it| it.as_u64().unwrap());
        assert!(lifetime != Some(0) && token.expires_in() == lifetime.map(Duration::from_secs));
        let scope = members.get("scope").map(|it| it.as_str().unwrap());
        assert_eq!(token.scopes().map(Scopes::as_str), scope);
        let refresh = members.get("refresh_token").map(|it| it.as_str().unwrap());
        assert_eq!(token.refresh_token().map(ExposeSecret::expose_secret), refresh);
    }
}

/// A token, written to the letter of the RFC, is read again, and nothing is odd any more.
fn prints_and_reads_the_same(token: &Token) {
    let mut members = token.extra().clone();
    members.values_mut().for_each(without_fractions);
    members.remove("error_description");
    members.insert("access_token".to_owned(), json!(token.access_token().expose_secret()));
    members.insert("token_type".to_owned(), json!("Bearer"));
    if let Some(refresh_token) = token.refresh_token() {
        members.insert("refresh_token".to_owned(), json!(refresh_token.expose_secret()));
    }
    if let Some(scopes) = token.scopes().filter(|scopes| !scopes.is_empty()) {
        members.insert("scope".to_owned(), json!(scopes.as_str()));
    }
    let lifetime = token.expires_in().filter(|lifetime| !lifetime.is_zero());
    if let Some(lifetime) = lifetime {
        members.insert("expires_in".to_owned(), json!(lifetime.as_secs()));
    }
    let body = Value::Object(members.clone()).to_string();
    let again = Token::from_json(body.as_bytes(), received()).unwrap();
    assert_eq!(again.access_token().expose_secret(), token.access_token().expose_secret());
    let refresh = |token: &Token| token.refresh_token().map(|it| it.expose_secret().to_owned());
    assert_eq!(refresh(&again), refresh(token));
    assert_eq!(again.expires_in(), lifetime);
    assert_eq!(again.scopes(), token.scopes().filter(|scopes| !scopes.is_empty()));
    members.retain(|name, _| !OWN.contains(&name.as_str()));
    assert_eq!(*again.extra(), members);
    let harmless = |deviation: &Deviation| {
        deviation.is_permitted()
            || matches!(deviation, Deviation::RefreshTokenCharacters | Deviation::ScopeCharacters)
    };
    assert!(again.deviations().iter().all(harmless), "{again:?}");
}

/// Leaves out the numbers that `serde_json` reads to the last digit only with a feature.
fn without_fractions(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => *value = Value::Null,
        Value::Array(items) => items.iter_mut().for_each(without_fractions),
        Value::Object(members) => members.values_mut().for_each(without_fractions),
        _ => {}
    }
}

/// As a part of a larger answer it is read as it is alone.
fn reads_the_same_by_serde(data: &[u8], result: &Result<Token, TokenError>) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match (serde_json::from_str::<Token>(text), result) {
        (Ok(own), Ok(token)) => {
            assert_eq!(own.access_token().expose_secret(), token.access_token().expose_secret());
            assert_eq!(own.deviations(), token.deviations());
            assert_eq!(own.extra(), token.extra());
        }
        (Err(_), Err(_)) => {}
        // Only a whole body can begin with the mark.
        (Err(_), Ok(token)) => assert!(token.deviations().contains(&Deviation::ByteOrderMark)),
        (Ok(token), Err(error)) => panic!("{token:?} is refused: {error}"),
    }
}
