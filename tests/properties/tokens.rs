//! Token answers: what is written is read, and nothing is lost.

use std::time::{Duration, SystemTime};

use oauth_runtime::{Deviation, ExposeSecret, Scopes, Token, token::TokenError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::places::config;
use crate::texts::text;

const OWN: [&str; 7] = [
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "refresh_token",
    "error",
    "error_description",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(text(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn extra() -> impl Strategy<Value = Map<String, Value>> {
    let name = text().prop_filter("of the RFC", |name| !OWN.contains(&name.as_str()));
    btree_map(name, value(), 0..4).prop_map(|members| members.into_iter().collect())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn token_from_json(
        access_token in "[!-~]{1,40}",
        refresh_token in prop::option::of("[!-~]{1,40}"),
        expires_in in prop::option::of(1_u64..=4_294_967_295),
        scope in prop::option::of(vec("[!#-+.-\\[\\]-~-]{1,8}", 1..4)),
        extra in extra(),
        after in any::<u32>(),
    ) {
        let mut body = extra.clone();
        body.insert("access_token".to_owned(), json!(access_token));
        body.insert("token_type".to_owned(), json!("Bearer"));
        let scope = scope.map(|tokens| tokens.join(" "));
        for (name, value) in [
            ("refresh_token", refresh_token.as_ref().map(|it| json!(it))),
            ("expires_in", expires_in.map(|it| json!(it))),
            ("scope", scope.as_ref().map(|it| json!(it))),
        ] {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        }
        let received = SystemTime::UNIX_EPOCH + Duration::from_secs(after.into());
        let token = Token::from_json(Value::Object(body).to_string().as_bytes(), received).unwrap();
        prop_assert_eq!(token.access_token().expose_secret(), access_token.as_str());
        let kept = token.refresh_token().map(|token| token.expose_secret().to_owned());
        prop_assert_eq!(kept, refresh_token);
        let lifetime = expires_in.map(Duration::from_secs);
        prop_assert_eq!((token.expires_in(), token.expires_at()), (lifetime, lifetime.map(|it| received + it)));
        prop_assert_eq!(token.scopes().map(Scopes::as_str), scope.as_deref());
        prop_assert_eq!(token.extra(), &extra);
        prop_assert!(token.deviations().iter().all(|it| *it == Deviation::ExpiresInAbsent), "{token:?}");
        prop_assert!(token.strict().is_ok());
    }

    #[test]
    fn token_from_form(
        access_token in "[!-~]{1,40}",
        refresh_token in prop::option::of("[!-~]{1,40}"),
        expires_in in prop::option::of(1_u64..=4_294_967_295),
        extra in btree_map(text().prop_filter("of the RFC", |it| !OWN.contains(&it.as_str())), text(), 0..4),
    ) {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("access_token", &access_token).append_pair("token_type", "bearer");
        body.extend_pairs(refresh_token.iter().map(|it| ("refresh_token", it)));
        body.extend_pairs(expires_in.iter().map(|it| ("expires_in", it.to_string())));
        body.extend_pairs(&extra);
        let token = Token::from_form(body.finish().as_bytes(), SystemTime::UNIX_EPOCH).unwrap();
        prop_assert_eq!(token.access_token().expose_secret(), access_token.as_str());
        let kept = token.refresh_token().map(|token| token.expose_secret().to_owned());
        prop_assert_eq!(kept, refresh_token);
        prop_assert_eq!(token.expires_in(), expires_in.map(Duration::from_secs));
        let kept: Map<_, _> = extra.into_iter().map(|(name, value)| (name, json!(value))).collect();
        prop_assert_eq!(token.extra(), &kept);
    }

    /// [RFC 6749, appendix A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)
    #[test]
    fn only_visible_ascii_is_an_access_token(text in prop_oneof!["[ -~]{0,12}", text()]) {
        let body = json!({"access_token": text, "token_type": "Bearer"}).to_string();
        let visible = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        match Token::from_json(body.as_bytes(), SystemTime::UNIX_EPOCH) {
            Ok(token) => prop_assert!(visible && token.access_token().expose_secret() == text),
            Err(TokenError::AccessTokenEmpty) => prop_assert!(text.is_empty()),
            Err(error) => prop_assert!(!visible && error == TokenError::AccessTokenCharacters),
        }
    }
}
