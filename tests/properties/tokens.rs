//! Token answers: what is written is read, and nothing is lost.

use std::future::Future as _;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use oauth_runtime::error::UnexpectedReason;
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_runtime::{
    Deviation, ExposeSecret, Scopes, Sending, Token, oauth_api, token::TokenError,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::places::config;
use crate::texts::text;

/// A vendor whose tokens are elsewhere.
#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Placed {
    /// A token where the RFC has it.
    #[post("/flat", token)]
    fn flat() -> Token;

    /// A token in an object of an object.
    #[post(
        "/nested",
        token(
            access_token = "a.b.access_token",
            token_type = "a.b.token_type",
            refresh_token = "a.b.refresh_token",
            expires_in = "a.b.expires_in",
            scope = "a.b.scope"
        )
    )]
    fn nested() -> Token;

    /// One that tells the moment at which it expires.
    #[post("/date", token(expires_at = expires_at as iso8601))]
    fn date() -> Token;
}

/// Gives one answer.
struct Canned(String);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        let answer = http::Response::builder()
            .header("content-type", "application/json")
            .header("cache-control", "no-store")
            .body(Bytes::from(self.0.clone()));
        Box::pin(std::future::ready(Ok(answer.unwrap())))
    }
}

/// Reads a body by one of the endpoints; the answer is there at once.
fn read(
    body: &Value,
    call: impl FnOnce(&PlacedClient) -> Sending<Token>,
) -> Result<Token, oauth_runtime::Error> {
    let client = PlacedClient::builder().transport(Canned(body.to_string())).build().unwrap();
    let answer = std::pin::pin!(call(&client)).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(answer) = answer else { panic!("the answer is late") };
    answer
}

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

/// Members of a token response, good and bad, and none that refuse: those count at the top only.
fn members() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        prop::sample::select(
            &["access_token", "token_type", "expires_in", "scope", "refresh_token"][..]
        )
        .prop_map(str::to_owned),
        text().prop_filter("of the RFC", |name| !OWN.contains(&name.as_str())),
    ];
    let value = prop_oneof![
        "[!-~]{0,12}".prop_map(Value::from),
        Just(json!("Bearer")),
        (-5_i64..100_000).prop_map(Value::from),
        value(),
    ];
    btree_map(name, value, 0..6).prop_map(|members| members.into_iter().collect())
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

    /// Whatever the members are: what is made of them does not depend on where they are.
    #[test]
    fn nested_token_equals_the_flat_one(
        members in prop_oneof![members(), members().prop_map(|mut members| {
            members.insert("access_token".to_owned(), json!("at"));
            members
        })],
        beside in extra(),
    ) {
        let flat = read(&Value::Object(members.clone()), |client| client.flat().send());
        let mut outer = beside.clone();
        outer.insert("a".to_owned(), json!({"b": members, "c": beside}));
        let nested = read(&Value::Object(outer), |client| client.nested().send());
        match (flat, nested) {
            (Ok(flat), Ok(nested)) => {
                prop_assert_eq!(flat.access_token().expose_secret(), nested.access_token().expose_secret());
                prop_assert_eq!(flat.token_type(), nested.token_type());
                prop_assert_eq!(flat.expires_in(), nested.expires_in());
                prop_assert_eq!(flat.scopes(), nested.scopes());
                let secret = |token: &Token| token.refresh_token().map(|it| it.expose_secret().to_owned());
                prop_assert_eq!(secret(&flat), secret(&nested));
                prop_assert_eq!(flat.deviations(), nested.deviations());
                prop_assert_eq!(&nested.extra()["a"]["c"], &Value::Object(beside));
                prop_assert_eq!(flat.strict().is_ok(), nested.strict().is_ok());
            }
            (Err(flat), Err(nested)) => {
                let reason = |error| match error {
                    oauth_runtime::Error::Unexpected(error) => match error.reason() {
                        UnexpectedReason::Token(error) => error.clone(),
                        other => panic!("{other:?}"),
                    },
                    other => panic!("{other:?}"),
                };
                // What is there in its place is told by its names.
                match (reason(flat), reason(nested)) {
                    (TokenError::AccessTokenAbsent { .. }, TokenError::AccessTokenAbsent { .. }) => {}
                    (flat, nested) => prop_assert_eq!(flat, nested),
                }
            }
            (flat, nested) => prop_assert!(false, "{flat:?} {nested:?}"),
        }
    }

    /// Another reader of dates reads the same ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)).
    #[test]
    fn dates_are_read_as_by_others(
        (year, month, day) in (0_u32..=9999, 0_u32..=13, 0_u32..=32),
        (hour, minute, second) in (0_u32..=25, 0_u32..=61, 0_u32..=59),
        fraction in prop_oneof![Just(String::new()), "[.][0-9]{1,9}"],
        offset in prop_oneof![Just("Z".to_owned()), "[+-]([01][0-9]|2[0-4]):[0-6][0-9]"],
    ) {
        let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}");
        let body = json!({"access_token": "at", "token_type": "Bearer", "expires_at": date});
        let token = read(&body, |client| client.date().send()).unwrap();
        let latest = SystemTime::now() + Token::LONGEST_EXPIRES_IN;
        match OffsetDateTime::parse(&date, &Rfc3339).map(SystemTime::from) {
            Ok(moment) if moment > latest => {
                prop_assert_eq!(token.deviations(), [Deviation::ExpiresAtTooLate]);
            }
            Ok(moment) => prop_assert_eq!(token.expires_at(), Some(moment), "{}", date),
            // The year 0 is none of the RFC's that anybody needs.
            Err(_) => prop_assert_eq!(token.deviations(), [Deviation::ExpiresAtUnreadable], "{}", date),
        }
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
