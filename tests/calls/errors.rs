//! What an error keeps, and what it never shows.

use std::error::Error as _;
use std::time::Duration;

use oauth_providers::mastodon::{MastodonClient, MastodonOauthTokenPostRequest};
use oauth_runtime::{
    ClientCredentials, Delivery, Error, GrantState,
    error::{TransportErrorKind, UnexpectedReason},
    request::Set,
};
use oauth_tests::{Response, Server, causes, chain, nobody};

const SECRETS: [&str; 4] = ["canary-client", "canary-secret", "canary-code", "canary-verifier"];

fn exchange(
    client: &MastodonClient,
) -> oauth_providers::mastodon::MastodonOauthTokenPostAuthorizationCodeRequest<Set, Set> {
    client
        .oauth_token_post()
        .authorization_code()
        .client_id("cid")
        .client_secret("canary-secret")
        .redirect_uri("https://app.example/cb")
        .code("canary-code")
        .code_verifier("canary-verifier")
}

/// Everything a log could show of an error.
fn shown(error: &Error) -> String {
    let all = causes(error).map(|error| format!("{error} {error:?} {error:#?}"));
    let text = all.collect::<Vec<_>>().join(" ");
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(!error.to_string().contains('\n'));
    text
}

async fn failing(response: Response) -> (Error, Server) {
    let server = Server::answering([response]).await;
    let client = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "canary-client"))
        .base_url(server.origin())
        .timeout(Duration::from_millis(700))
        .max_body(1000)
        .build()
        .unwrap();
    let error = exchange(&client).send().await.unwrap_err();
    shown(&error);
    assert_eq!(error.endpoint(), "oauth_token_post");
    (error, server)
}

#[tokio::test]
async fn refused_connection_is_not_sent() {
    let client =
        MastodonClient::new(nobody(), ClientCredentials::new("cid", "canary-client")).unwrap();
    let error = exchange(&client).send().await.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::Connect);
    assert_eq!((error.delivery(), error.grant_state()), (Delivery::NotSent, GrantState::Intact));
    assert!(error.source().is_some());
    shown(&error);
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    for response in [Response::hang(), Response::json(200, "{}").drip(Duration::from_secs(30))] {
        let (error, server) = failing(response).await;
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(
            (error.delivery(), error.grant_state()),
            (Delivery::Ambiguous, GrantState::Unknown)
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn cut_off_answers_are_ambiguous_and_sent_once() {
    for response in [
        Response::reset(),
        Response::close(),
        Response::json(200, r#"{"access_token":"a"}"#).cut_after(5),
        Response::json(200, r#"{"access_token":"a"}"#).reset_after(5),
    ] {
        let (error, server) = failing(response).await;
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!(
            (error.delivery(), error.grant_state()),
            (Delivery::Ambiguous, GrantState::Unknown)
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn what_is_not_http_is_a_protocol_error() {
    let (error, _server) = failing(Response::raw(&b"\x15\x03\x01\x00\x02\x02\x46"[..])).await;
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::Protocol);
}

#[tokio::test]
async fn large_answers_are_not_taken() {
    let (error, _server) = failing(Response::json(200, vec![b' '; 1001])).await;
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::TooLarge);
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n".to_vec();
    let chunked = [chunked, vec![b' '; 1024], b"\r\n0\r\n\r\n".to_vec()].concat();
    let (error, _server) = failing(Response::raw(chunked)).await;
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::TooLarge);
}

#[tokio::test]
async fn undeclared_redirect_is_reported_and_not_followed() {
    let elsewhere = Server::start().await;
    for status in [301, 302, 303, 307, 308] {
        let (error, server) =
            failing(Response::redirect(status, &elsewhere.url("/?code=canary-code"))).await;
        let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
        assert!(matches!(
            unexpected.reason(),
            UnexpectedReason::Redirect { target: Some(target) } if *target == elsewhere.origin()
        ));
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(server.requests().len(), 1);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn answer_of_another_kind_keeps_status_and_body() {
    // A page or nothing may be from anybody; JSON with a token in it is from the token endpoint.
    for (body, message, state) in [
        (
            "<html>captive</html>",
            "`oauth_token_post`: unexpected response with 200, 20 bytes of application/json: the body is not JSON, at line 1 column 1",
            GrantState::Unknown,
        ),
        (
            "",
            "`oauth_token_post`: unexpected response with 200, no body: the body is empty",
            GrantState::Unknown,
        ),
        (
            r#"{"access_token":7}"#,
            "`oauth_token_post`: unexpected response with 200, 18 bytes of application/json: the body is JSON of another shape than declared, at line 1 column 17",
            GrantState::Spent,
        ),
    ] {
        let (error, _server) = failing(Response::json(200, body)).await;
        assert_eq!(chain(&error), message);
        assert_eq!(error.body().unwrap(), body.as_bytes());
        assert_eq!(error.grant_state(), state);
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn error_inside_a_success_is_a_refusal() {
    for body in [r#"{"error":"invalid_grant"}"#, r#"{"access_token":"a","error":"invalid_grant"}"#]
    {
        let (error, _server) = failing(Response::json(200, body)).await;
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
        assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
    }
}

#[tokio::test]
async fn echoed_secrets_are_redacted_and_controls_escaped() {
    let body = "{\"error\":\"invalid_grant\",\"error_description\":\"code canary-code, secret canary-secret\\r\\n\\u001b[31m\\u202e\"}";
    let (error, _server) = failing(Response::json(400, body)).await;
    let text = error.to_string();
    assert!(text.contains("[REDACTED]"), "{text}");
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains('\r'),
        "{text}"
    );
}

#[tokio::test]
async fn delay_and_challenge_are_read() {
    let response = Response::new(401).header("Retry-After", "120").header(
        "WWW-Authenticate",
        r#"Bearer realm="x", error="invalid_token", error_description="old""#,
    );
    let (error, _server) = failing(response).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    let oauth = error.oauth().unwrap();
    assert_eq!((oauth.error(), oauth.error_description()), ("invalid_token", Some("old")));
    let Error::Refused(refused) = &error else { panic!("{error:?}") };
    assert_eq!(refused.challenges()[0].realm(), Some("x"));
}

#[tokio::test]
async fn state_of_the_grant_follows_the_verdict() {
    for (status, body, grant) in [
        (400, r#"{"error":"invalid_grant"}"#, GrantState::Spent),
        (401, r#"{"error":"invalid_client"}"#, GrantState::Intact),
        (429, "", GrantState::Intact),
        (503, r#"{"error":"invalid_grant"}"#, GrantState::Unknown),
        (400, "{}", GrantState::Unknown),
    ] {
        let (error, _server) = failing(Response::json(status, body)).await;
        assert_eq!(error.grant_state(), grant, "{status} {body}");
    }
}

#[test]
fn debug_of_everything_shows_no_secret() {
    let client = MastodonClient::new(
        "https://social.example",
        ClientCredentials::new("cid", "canary-client"),
    )
    .unwrap();
    let parameters = exchange(&client).into_request().into_parameters().unwrap();
    let prepared = exchange(&client).into_request().prepare().unwrap();
    let plain: MastodonOauthTokenPostRequest = client.oauth_token_post();
    let text = format!(
        "{client:?} {:?} {plain:?} {parameters:?} {prepared:?} {:?}",
        exchange(&client),
        exchange(&client).send()
    );
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("https://social.example"), "{text}");
    assert!(text.contains(r#"client_id: "cid""#), "{text}");
}
