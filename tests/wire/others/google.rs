//! Google: a page on one host and tokens on another, device codes polled through 428 and 403, a secret that one grant needs
//! and another does not.
//!
//! From [OAuth 2.0 for TV and limited-input device applications](https://developers.google.com/identity/protocols/oauth2/limited-input-device).

use oauth_runtime::{
    ClientCredentials, ClientId, CodeChallengeMethod, ExposeSecret, GrantState, Retry, Scopes,
    SecretString, Token, oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(
    base_url = "https://oauth2.googleapis.com",
    auth = client_secret_post | client_id
)]
trait Google {
    #[get("https://accounts.google.com/o/oauth2/v2/auth", browser, auth = none)]
    fn auth(
        client_id: String,
        redirect_uri: String,
        #[constant = "code"] response_type: String,
        scope: Scopes,
        access_type: Option<String>,
        state: Option<String>,
        code_challenge: Option<String>,
        code_challenge_method: Option<CodeChallengeMethod>,
        prompt: Option<String>,
    );

    // A quota that is used up has `error_code` and no `error`.
    #[post("/device/code", auth = client_id, reason = error_code)]
    fn device_code(client_id: String, scope: Scopes) -> DeviceCode;

    #[post("/token")]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn token(
        client_id: String,
        client_secret: Option<SecretString>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        grant_type: String,
    ) -> Token;

    // The page has the token in the URL of the `POST`.
    #[post("/revoke", auth = none, allow(secret_in_url))]
    fn revoke(#[query] token: SecretString);
}

#[derive(Deserialize)]
struct DeviceCode {
    device_code: SecretString,
    user_code: String,
    verification_url: String,
    expires_in: u64,
    interval: u64,
}

fn client(server: &Server) -> GoogleClient {
    let credentials = ClientCredentials::new("client_id", "client_secret");
    let builder = connect::<GoogleClient>(server, "").credentials(credentials);
    builder.base_url_of("accounts.google.com", server.origin()).build().unwrap()
}

#[test]
fn page_is_on_another_host() {
    let page = GoogleClient::new(ClientId::new("client_id")).auth().scope("openid email");
    let url = page.redirect_uri("https://app.example/cb").state("s").url().unwrap();
    assert_eq!(
        url.as_str(),
        "https://accounts.google.com/o/oauth2/v2/auth?client_id=client_id&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope=openid+email&state=s"
    );
}

#[tokio::test]
async fn device_code_is_that_of_the_page() {
    let server = server(
        200,
        r#"{
  "device_code": "4/4-GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8",
  "user_code": "GQVQ-JKEC",
  "verification_url": "https://www.google.com/device",
  "expires_in": 1800,
  "interval": 5
}"#,
    )
    .await;
    let device = client(&server).device_code().scope("email profile").send().await.unwrap();
    server
        .only_request()
        .assert_is(&posted("/device/code", "client_id=client_id&scope=email+profile"));
    let secret = device.device_code.expose_secret();
    assert_eq!(secret, "4/4-GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8");
    assert_eq!((&*device.user_code, device.expires_in, device.interval), ("GQVQ-JKEC", 1800, 5));
    assert_eq!(device.verification_url, "https://www.google.com/device");
}

#[tokio::test]
async fn used_up_quota_has_its_word() {
    let server = server(403, r#"{"error_code": "rate_limit_exceeded"}"#).await;
    let error = refusal!(client(&server).device_code().scope("email"));
    is_refused(
        &error,
        "`device_code`: the server refused with 403: \"rate_limit_exceeded\"",
        GrantState::Intact,
    );
    assert_eq!(error.reason(), Some("rate_limit_exceeded"));
}

#[tokio::test]
async fn device_is_polled_as_on_the_page() {
    let server = server(
        200,
        r#"{
  "access_token": "1/fFAGRNJru1FTz70BzhT3Zg",
  "expires_in": 3920,
  "scope": "openid https://www.googleapis.com/auth/userinfo.profile https://www.googleapis.com/auth/userinfo.email",
  "token_type": "Bearer",
  "refresh_token": "1/xEoDL4iW3cxlI7yDbSRFYNG01kVKM2C-259HOF2aQbI"
}"#,
    )
    .await;
    let answer = answer!(client(&server).token().device().device_code("device_code"));
    server.only_request().assert_is(&posted(
        "/token",
        "client_id=client_id&client_secret=client_secret&device_code=device_code&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code",
    ));
    lasts(&answer, 3920);
    let token = answer.into_value();
    assert_eq!(token.access_token().expose_secret(), "1/fFAGRNJru1FTz70BzhT3Zg");
    assert!(token.scopes().unwrap().contains("openid"));
    assert_eq!(token.scopes().unwrap().len(), 3);
}

/// What the status says counts less than the word, also for who repeats calls.
#[tokio::test]
async fn polling_is_told_by_words_not_by_statuses() {
    for (status, body, said, grant) in [
        (
            428,
            r#"{"error": "authorization_pending", "error_description": "Precondition Required"}"#,
            "authorization_pending: Precondition Required",
            GrantState::Intact,
        ),
        (
            403,
            r#"{"error": "slow_down", "error_description": "Forbidden"}"#,
            "slow_down: Forbidden",
            GrantState::Intact,
        ),
        (
            403,
            r#"{"error": "access_denied", "error_description": "Forbidden"}"#,
            "access_denied: Forbidden",
            GrantState::Spent,
        ),
        (401, r#"{"error": "invalid_client"}"#, "invalid_client", GrantState::Intact),
        (400, r#"{"error": "invalid_grant"}"#, "invalid_grant", GrantState::Spent),
        (403, r#"{"error": "org_internal"}"#, "org_internal", GrantState::Unknown),
    ] {
        let server = server(status, body).await;
        let call = client(&server).token().device().device_code("d");
        let error = call.send().retry(Retry::times(3)).await.unwrap_err();
        let line = format!("`token`: the server refused with {status}: {said}");
        is_refused(&error, &line, grant);
        assert_eq!(server.requests().len(), 1, "{said}");
    }
}

#[tokio::test]
async fn refresh_needs_no_secret() {
    let answered = r#"{
  "access_token": "1/fFAGRNJru1FTz70BzhT3Zg",
  "expires_in": 3920,
  "scope": "https://www.googleapis.com/auth/drive.metadata.readonly https://www.googleapis.com/auth/calendar.readonly",
  "token_type": "Bearer"
}"#;
    let server = server(200, answered).await;
    let builder = connect::<GoogleClient>(&server, "").credentials(ClientId::new("your_client_id"));
    let builder = builder.base_url_of("accounts.google.com", server.origin());
    let public = builder.build().unwrap();
    lasts(&answer!(public.token().refresh().refresh_token("refresh_token")), 3920);
    lasts(&answer!(client(&server).token().refresh().refresh_token("refresh_token")), 3920);
    let [without, with] = &server.requests()[..] else { panic!("two requests") };
    without.assert_is(&posted(
        "/token",
        "client_id=your_client_id&refresh_token=refresh_token&grant_type=refresh_token",
    ));
    with.assert_is(&posted(
        "/token",
        "client_id=client_id&client_secret=client_secret&refresh_token=refresh_token&grant_type=refresh_token",
    ));
}

/// "the HTTP status code of the response is 200. For error conditions, an HTTP status code 400 is returned".
#[tokio::test]
async fn token_to_revoke_is_in_the_url() {
    let server = server(200, "{}").await;
    client(&server).revoke().token("1/fFAGRNJru1FTz70BzhT3Zg").send().await.unwrap();
    server.answer(Response::new(400));
    let error = refusal!(client(&server).revoke().token("t"));
    is_refused(&error, "`revoke`: the server refused with 400", GrantState::Intact);
    let [sent, _] = &server.requests()[..] else { panic!("two requests") };
    sent.assert_is("POST /revoke?token=1%2FfFAGRNJru1FTz70BzhT3Zg HTTP/1.1\nContent-Length: 0\n\n");
}
