//! Mastodon: whole requests, and every documented answer.

use oauth_providers::mastodon::{Error as Body, GrantType, MastodonClient, TokenTypeHint};
use oauth_runtime::{Error, ExposeSecret};
use oauth_tests::{Response, Server};

const TOKEN: &str = r#"{"access_token":"ZA-made-up","token_type":"Bearer","scope":"read write follow push","created_at":1573979017}"#;

fn client(server: &Server) -> MastodonClient {
    MastodonClient::new(server.origin()).unwrap()
}

#[test]
fn authorize_gives_the_finished_url() {
    let client = MastodonClient::new("https://social.example").unwrap();
    let url = client
        .oauth_authorize_get()
        .client_id("cid-made-up")
        .redirect_uri("urn:ietf:wg:oauth:2.0:oob")
        .scope("read write")
        .force_login(true)
        .state("s=1")
        .code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .code_challenge_method("S256")
        .url()
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://social.example/oauth/authorize?response_type=code&client_id=cid-made-up&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scope=read+write&force_login=true&state=s%3D1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
}

#[test]
fn authorize_leaves_out_what_was_not_set() {
    let client = MastodonClient::new("https://social.example/prefix/").unwrap();
    let url = client
        .oauth_authorize_get()
        .client_id("")
        .redirect_uri("https://app.example/cb")
        .url()
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://social.example/prefix/oauth/authorize?response_type=code&client_id=&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"
    );
}

#[tokio::test]
async fn revoke_sends_credentials_and_token_as_form() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    client(&server)
        .oauth_revoke_post()
        .client_id("cid-made-up")
        .client_secret("cs-made-up")
        .token("ZA-made-up")
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/revoke HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 63\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&token=ZA-made-up",
    );
}

#[tokio::test]
async fn revoke_sends_the_hint_when_it_is_set() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    client(&server)
        .oauth_revoke_post()
        .client_id("cid-made-up")
        .client_secret("cs-made-up")
        .token("ZA-made-up")
        .token_type_hint(TokenTypeHint::AccessToken)
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/revoke HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 92\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&token=ZA-made-up&token_type_hint=access_token",
    );
}

#[tokio::test]
async fn code_exchange_is_the_documented_request() {
    let server = Server::answering([Response::json(200, TOKEN)]).await;
    let token = client(&server)
        .oauth_token_post()
        .authorization_code()
        .client_id("cid-made-up")
        .client_secret("cs-made-up")
        .redirect_uri("https://app.example/cb")
        .code("made-up")
        .code_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /oauth/token HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 191\n\
         \n\
         client_id=cid-made-up&client_secret=cs-made-up&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code=made-up&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
    assert_eq!(token.access_token.expose_secret(), "ZA-made-up");
    assert_eq!(token.created_at, Some(1_573_979_017));
    assert_eq!(token.scope.unwrap().as_str(), "read write follow push");
    assert_eq!(token.token_type.unwrap(), "Bearer");
}

#[tokio::test]
async fn refused_exchange_keeps_everything() {
    let body = r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid, expired, revoked, …"}"#;
    let refused = Response::json(400, body).header(
        "WWW-Authenticate",
        r#"Bearer realm="Doorkeeper", error="invalid_grant", error_description="…""#,
    );
    let server = Server::answering([refused]).await;
    let error = client(&server)
        .oauth_token_post()
        .client_id("cid-made-up")
        .client_secret("cs-made-up")
        .grant_type(GrantType::ClientCredentials)
        .redirect_uri("https://app.example/cb")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)));
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
    assert_eq!(error.body_as::<Body>().unwrap().error.unwrap(), "invalid_grant");
    assert_eq!(error.body().unwrap(), body.as_bytes());
    assert_eq!(
        error.to_string(),
        "`oauth_token_post`: the server refused with 400: invalid_grant: The provided authorization grant is invalid, expired, revoked, …"
    );
}
