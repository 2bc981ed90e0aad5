//! Token answers of another shape: what holds of a token where the RFC has it holds of one that stands elsewhere.

use std::time::{Duration, SystemTime};

use oauth_runtime::description::{TimeFormat, TokenMember};
use oauth_runtime::error::UnexpectedReason;
use oauth_runtime::token::TokenError;
use oauth_runtime::{Deviation, Error, ExposeSecret, GrantState, SecretString, Token, oauth_api};
use oauth_tests::{Carrier, Response, Server, chain, over_each_carrier};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::tokens::{dangerous, harmless, rows};

/// A vendor whose tokens are in an object, as those of Withings are.
#[oauth_api(base_path = "/")]
pub(crate) trait Placed {
    /// Trades a code for a token.
    #[post(
        "/v2/oauth2",
        token(
            access_token = "body.access_token",
            token_type = "body.token_type",
            refresh_token = "body.refresh_token",
            expires_in = "body.expires_in",
            scope = "body.scope"
        )
    )]
    fn token(code: SecretString) -> Token;

    /// The same, as the page has it.
    #[post(
        "/v2/oauth2",
        token(
            access_token = "body.access_token",
            token_type = "body.token_type",
            refresh_token = "body.refresh_token",
            expires_in = "body.expires_in",
            scope = "body.scope"
        )
    )]
    fn model(code: SecretString) -> Outer;

    /// The same with names of its own, and another clock.
    #[post(
        "/camel",
        body = json,
        token(
            access_token = accessToken,
            token_type = tokenType,
            refresh_token = "refreshToken",
            expires_in = "expiresIn" as milliseconds,
            scope = "scopes"
        )
    )]
    fn camel(code: SecretString) -> Token;

    /// One that tells when the token expires.
    #[post("/date", token(access_token = token, expires_at = expires as iso8601))]
    fn date(code: SecretString) -> Token;

    /// The same as a number.
    #[post("/number", token(expires_at = "at.0.unix"), default_expires_in = 60)]
    fn number(code: SecretString) -> Value;

    /// The same as a larger number.
    #[post("/large", token(expires_at = r"at\.ms" as milliseconds))]
    fn large(code: SecretString) -> Value;
}

type Value = serde_json::Value;

/// The answer as the page has it.
#[derive(Deserialize)]
pub(crate) struct Outer {
    body: Inner,
}

/// What is in it.
#[derive(Deserialize)]
struct Inner {
    access_token: SecretString,
    #[serde(default, rename = "x")]
    _x: Option<IgnoredAny>,
}

over_each_carrier! {
    nested_token_becomes_what_a_flat_one_does,
    harmless_departures_are_accepted_elsewhere_too,
    dangerous_answers_are_refused_elsewhere_too,
    dangers_of_the_shape_are_refused,
    departures_of_the_shape_are_kept,
    times_are_read_as_they_are_declared,
    what_is_left_is_extra,
    token_that_is_elsewhere_after_all_is_none,
}

async fn server(carrier: Carrier, response: Response, strict: bool) -> (Server, PlacedClient) {
    let server = Server::answering([response]).await;
    let builder = carrier.on(PlacedClient::builder()).base_url(server.origin());
    let builder = if strict { builder.strict() } else { builder };
    (server, builder.build().unwrap())
}

/// What became of an answer: its token, departures and expiry.
type Told = Result<(String, Vec<Deviation>, Option<SystemTime>), Error>;

async fn as_token(carrier: Carrier, response: Response, strict: bool) -> Told {
    let (_server, client) = server(carrier, response, strict).await;
    let answer = client.token().code("c").send().with_response().await?;
    let token = answer.value();
    assert_eq!(token.deviations(), answer.deviations());
    assert_eq!(token.expires_at(), answer.expires_at());
    let text = token.access_token().expose_secret().to_owned();
    Ok((text, token.deviations().to_vec(), token.expires_at()))
}

async fn as_model(carrier: Carrier, response: Response, strict: bool) -> Told {
    let (_server, client) = server(carrier, response, strict).await;
    let answer = client.model().code("c").send().with_response().await?;
    let text = answer.value().body.access_token.expose_secret().to_owned();
    Ok((text, answer.deviations().to_vec(), answer.expires_at()))
}

/// Puts an object into another; a mark stays before everything.
fn nested(flat: &[u8]) -> Vec<u8> {
    let mark: &[u8] = "\u{feff}".as_bytes();
    let (mark, flat) = flat.strip_prefix(mark).map_or((&b""[..], flat), |flat| (mark, flat));
    [mark, br#"{"status":0,"body":"#, flat, b"}"].concat()
}

fn in_object(response: Response) -> Response {
    response.map_body(nested)
}

async fn nested_token_becomes_what_a_flat_one_does(carrier: Carrier) {
    for (name, flat, becomes) in rows() {
        let response = Response::json(200, nested(&flat));
        let token = as_token(carrier, response.clone(), false).await;
        let model = as_model(carrier, response, false).await;
        for (told, is_own) in [(token, true), (model, false)] {
            match (told, &becomes) {
                (Ok((text, mut deviations, expires_at)), Ok((expected, seconds))) => {
                    assert!(text.starts_with("canary-echo"), "{name}");
                    for deviation in &mut deviations {
                        // A member that means nothing is told by its place.
                        if *deviation == Deviation::DuplicateMember("body.x".to_owned()) {
                            *deviation = Deviation::DuplicateMember("x".to_owned());
                        }
                    }
                    assert_eq!(&deviations, expected, "{name}");
                    assert_eq!(expires_at.is_some(), seconds.is_some(), "{name}");
                    let left = expires_at.map(|at| at.duration_since(SystemTime::now()));
                    let left = left.map(Result::unwrap_or_default).unwrap_or_default().as_secs();
                    let seconds = seconds.unwrap_or_default();
                    assert!(left <= seconds && seconds <= left + 10, "{name}: {left}");
                }
                (Err(error), Err(words)) => {
                    // A model may give up before.
                    let is_told = !is_own || chain(&error).contains(words);
                    assert!(is_told, "{name}: {}", chain(&error));
                    let shown = format!("{} {error:?} {error:#?}", chain(&error));
                    assert!(!shown.contains("canary"), "{name}: {shown}");
                    assert!(matches!(error, Error::Unexpected(_)), "{name}: {error:?}");
                    assert_eq!(error.grant_state(), GrantState::Spent, "{name}");
                }
                (told, _) => panic!("{name}: {told:?}"),
            }
        }
    }
}

async fn harmless_departures_are_accepted_elsewhere_too(carrier: Carrier) {
    let rows = harmless().into_iter().filter(|(name, _)| *name != "form-encoded");
    for (name, response) in rows {
        let response = in_object(response);
        let is_permitted = name == "expires_in: absent";
        let token = as_token(carrier, response.clone(), false).await;
        let model = as_model(carrier, response.clone(), false).await;
        for told in [token, model] {
            let (text, deviations, _) = told.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_eq!((text.as_str(), deviations.len()), ("at", 1), "{name}: {deviations:?}");
        }
        let token = as_token(carrier, response.clone(), true).await;
        let model = as_model(carrier, response, true).await;
        for told in [token, model] {
            assert_eq!(told.is_ok(), is_permitted, "{name}: {told:?}");
        }
    }
}

async fn dangerous_answers_are_refused_elsewhere_too(carrier: Carrier) {
    let elsewhere = Server::start().await;
    let is_large = |name| ["a gzip bomb", "64 MiB"].contains(&name);
    let rows = dangerous(&elsewhere.url("/token"));
    let rows = rows.into_iter().filter(|(name, _)| !is_large(*name));
    for (name, response) in rows {
        // An `error` is one at the top.
        let response = if name.starts_with("error") { response } else { in_object(response) };
        let token = as_token(carrier, response.clone(), false).await;
        let model = as_model(carrier, response, false).await;
        for told in [token, model] {
            assert!(told.is_err(), "{name}: {told:?}");
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

async fn dangers_of_the_shape_are_refused(carrier: Carrier) {
    let good = r#"{"access_token":"canary-a","token_type":"Bearer"}"#;
    for (name, body, words) in [
        ("the object twice", format!(r#"{{"body":{good},"body":{good}}}"#), "more than once"),
        ("the object null", r#"{"body":null}"#.to_owned(), "no `access_token`"),
        ("the object a text", r#"{"body":"canary-a"}"#.to_owned(), "no `access_token`"),
        ("the object a list", format!(r#"{{"body":[{good}]}}"#), "no `access_token`"),
        ("the object empty", r#"{"body":{}}"#.to_owned(), "no `access_token`"),
        ("an error beside it", format!(r#"{{"error":"e","body":{good}}}"#), "refused"),
        ("the token where the RFC has it", good.to_owned(), "no `access_token`"),
        (
            "the token an object",
            r#"{"body":{"access_token":{"access_token":"canary-a"}}}"#.to_owned(),
            "not a text",
        ),
        (
            "nested too deep",
            format!(r#"{{"body":{good},"x":{}{}}}"#, "[".repeat(200), "]".repeat(200)),
            "",
        ),
        (
            "nested too deep inside",
            format!(
                r#"{{"body":{{"access_token":"canary-a","x":{}{}}}}}"#,
                "[".repeat(200),
                "]".repeat(200)
            ),
            "",
        ),
    ] {
        let token = as_token(carrier, Response::json(200, body.clone()), false).await;
        let model = as_model(carrier, Response::json(200, body), false).await;
        for (told, is_own) in [(token, true), (model, false)] {
            let error = told.err().unwrap_or_else(|| panic!("{name}"));
            let shown = format!("{} {error:?}", chain(&error));
            assert!(!is_own || shown.contains(words), "{name}: {shown}");
            assert!(!shown.contains("canary"), "{name}: {shown}");
        }
    }
}

async fn departures_of_the_shape_are_kept(carrier: Carrier) {
    let twice = |name: &str| Deviation::DuplicateMember(name.to_owned());
    let body = r#"{"x":1,"x":2,"body":{"access_token":"at","token_type":"Bearer","expires_in":1,"expires_in":60,"x":1,"x":2}}"#;
    let token = as_token(carrier, Response::json(200, body), false).await.unwrap();
    let model = as_model(carrier, Response::json(200, body), false).await.unwrap();
    let odd = r#"{"body":{"access_token":"at","token_type":"Bearer","expires_in":1,"y":1e400}}"#;
    let (_, of_token, _) = as_token(carrier, Response::json(200, odd), false).await.unwrap();
    let (_, of_model, _) = as_model(carrier, Response::json(200, odd), false).await.unwrap();
    for deviations in [of_token, of_model] {
        assert_eq!(deviations, [Deviation::MemberUnreadable("body.y".to_owned())]);
    }
    for (text, mut deviations, expires_at) in [token, model] {
        deviations.sort_by_key(ToString::to_string);
        let mut expected = [twice("body.x"), twice("expires_in"), twice("x")];
        expected.sort_by_key(ToString::to_string);
        assert_eq!((text.as_str(), deviations), ("at", expected.to_vec()));
        // The last one counts.
        assert!(expires_at.unwrap() > SystemTime::now() + Duration::from_secs(50));
    }
}

async fn times_are_read_as_they_are_declared(carrier: Carrier) {
    use Deviation::{
        ExpiresAtPast as Past, ExpiresAtTooLate as TooLate, ExpiresAtUnreadable as Unreadable,
        ExpiresInAbsent as Absent, ExpiresInFloat as Float, ExpiresInString as Text,
    };
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    for (value, seconds, deviations) in [
        ("3600000", Some(3600), &[][..]),
        ("3600999", Some(3600), &[]),
        (r#""3600000""#, Some(3600), &[Text]),
        ("3.6e6", Some(3600), &[Float]),
        ("999", Some(0), &[Deviation::ExpiresInNotPositive]),
    ] {
        let body = format!(r#"{{"accessToken":"at","tokenType":"Bearer","expiresIn":{value}}}"#);
        let (_server, client) = server(carrier, Response::json(200, body), false).await;
        let token = client.camel().code("c").send().await.unwrap();
        assert_eq!(token.expires_in().map(|it| it.as_secs()), seconds, "{value}");
        assert_eq!(token.deviations(), deviations, "{value}");
    }
    let longest = Token::LONGEST_EXPIRES_IN;
    for (members, moment, deviations) in [
        (r#","expires":"2100-01-01T00:00:00Z""#, Some(at(4_102_444_800)), &[][..]),
        (
            r#","expires":"2100-01-01T01:00:00.25+01:00""#,
            Some(at(4_102_444_800) + Duration::from_millis(250)),
            &[],
        ),
        (r#","expires":"2001-01-01T00:00:00Z""#, Some(at(978_307_200)), &[Past]),
        (r#","expires":"2100-01-01T00:00:00""#, None, &[Unreadable]),
        (r#","expires":4102444800"#, None, &[Unreadable]),
        (r#","expires":null"#, None, &[Unreadable]),
        ("", None, &[Absent]),
    ] {
        let body = format!(r#"{{"token":"at","token_type":"Bearer"{members}}}"#);
        let (_server, client) = server(carrier, Response::json(200, body), false).await;
        let token = client.date().code("c").send().await.unwrap();
        assert_eq!((token.expires_at(), token.deviations()), (moment, deviations), "{members}");
        let left = moment.map(|it| it.duration_since(SystemTime::now()).unwrap_or_default());
        let close = |life: Duration| left.unwrap().abs_diff(life) < Duration::from_secs(10);
        assert!(token.expires_in().is_none_or(close), "{members}");
    }
    // Later than anything sensible.
    let body = r#"{"token":"at","token_type":"Bearer","expires":"9999-12-31T23:59:59Z"}"#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let token = client.date().code("c").send().await.unwrap();
    assert_eq!((token.expires_in(), token.deviations()), (Some(longest), &[TooLate][..]));
    assert!(token.expires_at().unwrap() <= SystemTime::now() + longest);
    // A lifetime needs no clock but ours.
    let body =
        r#"{"token":"at","token_type":"Bearer","expires_in":60,"expires":"2100-01-01T00:00:00Z"}"#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let token = client.date().code("c").send().await.unwrap();
    assert_eq!(token.expires_in(), Some(Duration::from_secs(60)));
    for (value, moment) in [
        (r#"[{"unix":4102444800}]"#, at(4_102_444_800)),
        (r#"[{"unix":"4102444800"}]"#, at(4_102_444_800)),
        (r#"[{"unix":4102444800.5}]"#, at(4_102_444_800)),
        (r#"[{"unix":-1}]"#, SystemTime::UNIX_EPOCH - Duration::from_secs(1)),
        (r#"[{"unix":-1e300}]"#, SystemTime::UNIX_EPOCH),
    ] {
        let body = format!(r#"{{"access_token":"at","token_type":"Bearer","at":{value}}}"#);
        let (_server, client) = server(carrier, Response::json(200, body), false).await;
        let answer = client.number().code("c").send().with_response().await.unwrap();
        assert_eq!(answer.expires_at(), Some(moment), "{value}");
    }
    // Where none is told, the declaration has it.
    let body = r#"{"access_token":"at","token_type":"Bearer","at":[]}"#;
    let (_server, client) = server(carrier, Response::json(200, body), true).await;
    let answer = client.number().code("c").send().with_response().await.unwrap();
    let expires_at = answer.expires_at().unwrap();
    assert!(expires_at <= SystemTime::now() + Duration::from_secs(60));
    let body = r#"{"access_token":"at","token_type":"Bearer","at.ms":4102444800999}"#;
    let (_server, client) = server(carrier, Response::json(200, body), true).await;
    let answer = client.large().code("c").send().with_response().await.unwrap();
    assert_eq!(answer.expires_at(), Some(at(4_102_444_800)));

    let endpoint = PlacedClient::API.endpoint("large").unwrap();
    let [place] = endpoint.token().unwrap().places() else { panic!("{endpoint:?}") };
    assert_eq!((place.member(), place.place()), (TokenMember::ExpiresAt, &["at.ms"][..]));
    assert_eq!(place.time(), TimeFormat::Milliseconds);
}

async fn what_is_left_is_extra(carrier: Carrier) {
    let body = r#"{"status":0,"body":{"userid":7,"access_token":"at","token_type":"Bearer","expires_in":60,"refresh_token":"rt","scope":"a b"}}"#;
    let (_server, client) = server(carrier, Response::json(200, body), true).await;
    let token = client.token().code("c").send().await.unwrap();
    assert_eq!(token.refresh_token().unwrap().expose_secret(), "rt");
    assert_eq!(token.scopes().unwrap().as_str(), "a b");
    assert_eq!(token.extra()["status"], 0);
    assert_eq!(token.extra()["body"], serde_json::json!({"userid": 7}));
    let shown = format!("{token:?} {token:#?}");
    assert!(!shown.contains("\"at\"") && !shown.contains("\"rt\""), "{shown}");
    // A name of the RFC that means nothing here is one of the others.
    let body = r#"{"access_token":"other","body":{"access_token":"at","token_type":"Bearer"}}"#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let token = client.token().code("c").send().await.unwrap();
    assert_eq!(token.access_token().expose_secret(), "at");
    assert_eq!(token.extra()["access_token"], "other");
}

/// What an endpoint's answer lacks is told by the names that are there, and the grant is gone.
async fn token_that_is_elsewhere_after_all_is_none(carrier: Carrier) {
    let body =
        r#"{"status":0,"body":{"refresh_token":"canary-r","session":{"accessToken":"canary-a"}}}"#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let error = client.token().code("c").send().await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    let UnexpectedReason::Token(TokenError::AccessTokenAbsent { seen, .. }) = unexpected.reason()
    else {
        panic!("{error:?}")
    };
    assert_eq!(seen, &["refresh_token", "status", "body.session.accessToken"]);
    assert_eq!(error.grant_state(), GrantState::Spent);
    // Broken where the token is: it was one, by its name.
    let body = r#"{"accessToken":"canary-a","#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let error = client.camel().code("c").send().await.unwrap_err();
    assert_eq!(error.grant_state(), GrantState::Spent);
    assert!(!format!("{error:?}{}", chain(&error)).contains("canary"), "{error:?}");
    let body = r#"{"token":"canary-a","#;
    let (_server, client) = server(carrier, Response::json(200, body), false).await;
    let error = client.date().code("c").send().await.unwrap_err();
    assert_eq!(error.grant_state(), GrantState::Spent);
}
