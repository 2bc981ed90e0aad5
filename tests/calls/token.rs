//! `Token` as the answer of an endpoint: what is harmless is taken and kept as data, what is dangerous is refused.

use std::time::{Duration, SystemTime};

use oauth_runtime::{
    Deviation, Error, ExposeSecret, GrantState, SecretString, Token, error::UnexpectedReason,
    oauth_api, token::TokenError,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

/// A vendor without a model of its own.
#[oauth_api(base_path = "/")]
pub(crate) trait Plain {
    /// Trades a code for a token.
    #[post("/token", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code))]
    fn token(grant_type: String, code: Option<SecretString>) -> Token;

    /// The same, read as a model.
    #[post("/model")]
    fn model() -> Model;
}

/// A model.
#[derive(Debug, Deserialize)]
pub(crate) struct Model {
    access_token: SecretString,
}

async fn answered(response: Response) -> Result<Token, Error> {
    let server = Server::answering([response]).await;
    let client = PlainClient::new(server.origin()).unwrap();
    client.token().authorization_code().code("c0de").send().await
}

#[tokio::test]
async fn exact_answer_has_no_deviations() {
    let body = r#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt","scope":"a b","id":7}"#;
    let before = SystemTime::now();
    let token = answered(Response::json(200, body)).await.unwrap();
    assert_eq!(token.access_token().expose_secret(), "at");
    assert_eq!(token.refresh_token().unwrap().expose_secret(), "rt");
    assert_eq!(token.scopes().unwrap().as_str(), "a b");
    assert_eq!(token.extra()["id"], 7);
    assert!(token.deviations().is_empty(), "{:?}", token.deviations());
    let expires_at = token.expires_at().unwrap();
    assert!(expires_at >= before + Duration::from_secs(3600));
    assert!(!token.is_expired_at(before) && token.is_expired_at(expires_at));
}

#[tokio::test]
async fn departures_of_the_answer_are_kept_with_it() {
    let body = r#"{"access_token":"at","token_type":"bearer","expires_in":"3600"}"#;
    for (response, deviation) in [
        (Response::json(200, body), Deviation::ExpiresInString),
        (Response::json(201, body), Deviation::Status201),
        (Response::html(200, body), Deviation::ContentType),
        (Response::new(200).body(body), Deviation::ContentType),
        (Response::json(200, format!("\u{feff}{body}")), Deviation::ByteOrderMark),
        (
            Response::new(200)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .body("access_token=at&token_type=bearer&expires_in=3600"),
            Deviation::FormEncoded,
        ),
    ] {
        let token = answered(response).await.unwrap();
        assert_eq!(token.access_token().expose_secret(), "at");
        assert_eq!(token.expires_in(), Some(Duration::from_secs(3600)));
        assert!(token.deviations().contains(&deviation), "{deviation:?}: {:?}", token.deviations());
        assert!(token.strict().is_err());
    }
}

#[tokio::test]
async fn dangerous_answers_are_no_tokens() {
    for body in [
        r#"{"access_token":""}"#,
        r#"{"access_token":null}"#,
        r#"{"access_token":7}"#,
        r#"{"token_type":"bearer"}"#,
        r#"{"access_token":"a\r\nb"}"#,
        r#"{"access_token":"a","access_token":"b"}"#,
        r#"{"access_token":"a","token_type":"mac"}"#,
        r#"{"access_token":"a"} {}"#,
        r#"["a"]"#,
        "null",
        "",
    ] {
        let error = answered(Response::json(200, body)).await.unwrap_err();
        let Error::Unexpected(unexpected) = &error else { panic!("{body}: {error:?}") };
        assert!(matches!(unexpected.reason(), UnexpectedReason::Token(_)), "{body}: {error:?}");
        // What names no token may be from anybody, such as a portal.
        let is_of_the_endpoint = body.contains("token");
        let state = if is_of_the_endpoint { GrantState::Spent } else { GrantState::Unknown };
        assert_eq!(error.grant_state(), state, "{body}");
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
    let error = answered(Response::json(200, r#"{"access_token":""}"#)).await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    assert!(matches!(unexpected.reason(), UnexpectedReason::Token(TokenError::AccessTokenEmpty)));
}

#[tokio::test]
async fn form_encoded_errors_are_refusals() {
    for status in [200, 400] {
        let response = Response::new(status)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("error=invalid_grant&error_description=used+up");
        let error = answered(response).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
        let oauth = error.oauth().unwrap();
        assert_eq!((oauth.error(), oauth.error_description()), ("invalid_grant", Some("used up")));
    }
}

#[tokio::test]
async fn models_are_read_from_forms_too() {
    let form = Response::new(200).header("Content-Type", "application/x-www-form-urlencoded");
    let server =
        Server::answering([form.clone().body("access_token=a%2Bt"), form.body("token=x")]).await;
    let client = PlainClient::new(server.origin()).unwrap();
    assert_eq!(client.model().send().await.unwrap().access_token.expose_secret(), "a+t");
    let error = client.model().send().await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    assert!(matches!(unexpected.reason(), UnexpectedReason::Form));
}
