//! Strava: commas between scopes, a lifetime and a moment beside each other, an access token in the URL.
//!
//! From [Authentication](https://developers.strava.com/docs/authentication/). The bodies of refusals are those that users of the
//! vendor report; the page has none.

use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State, oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(base_url = "https://www.strava.com", auth = client_secret_post, reason = message)]
trait Strava {
    #[get("/oauth/authorize", browser, auth = none)]
    fn authorize(
        client_id: String,
        redirect_uri: String,
        #[constant = "code"] response_type: String,
        approval_prompt: Option<String>,
        #[separator = ","] scope: Scopes,
        state: Option<String>,
    );

    /// For phones.
    #[get("/oauth/mobile/authorize", browser, auth = none)]
    fn authorize_mobile(
        client_id: String,
        redirect_uri: String,
        #[constant = "code"] response_type: String,
        approval_prompt: Option<String>,
        #[separator = ","] scope: Scopes,
        state: Option<String>,
    );

    #[post("/oauth/token", token(expires_at = expires_at))]
    #[grant(authorization_code, needs(code))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(
        client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        grant_type: String,
        refresh_token: Option<SecretString>,
    ) -> StravaToken;

    #[post("/oauth/deauthorize", auth = none, allow(secret_in_url))]
    fn deauthorize(#[query] access_token: SecretString) -> serde_json::Value;
}

#[derive(Deserialize)]
struct StravaToken {
    access_token: SecretString,
    refresh_token: SecretString,
    expires_at: u64,
}

fn client(server: &Server) -> StravaClient {
    let credentials = ClientCredentials::new("ReplaceWithClientID", "ReplaceWithClientSecret");
    connect::<StravaClient>(server, "").credentials(credentials).build().unwrap()
}

#[test]
fn page_and_callback_have_commas() {
    let client = StravaClient::new(ClientCredentials::new("1234321", "s"));
    let page = client.authorize_mobile().redirect_uri("YourApp://www.yourapp.com/en-US");
    let page = page.approval_prompt("auto").scope(["activity:write", "read"]).state("test");
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://www.strava.com/oauth/mobile/authorize?client_id=1234321&redirect_uri=YourApp%3A%2F%2Fwww.yourapp.com%2Fen-US&response_type=code&approval_prompt=auto&scope=activity%3Awrite%2Cread&state=test"
    );
    let page = client.authorize().redirect_uri("https://app.example/cb").scope("read");
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://www.strava.com/oauth/authorize?client_id=1234321&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope=read"
    );
    let state = State::from_string("test");
    let callback = Callback::new(&state).names(StravaClient::AUTHORIZE_CALLBACK);
    let code = callback.code("?state=test&code=c0de&scope=activity:write,read").unwrap();
    // A person may untick some.
    assert!(code.scope().unwrap().is_same_set(&Scopes::from(["read", "activity:write"])));
    assert!(callback.code("?state=test&error=access_denied").is_err());
}

#[tokio::test]
async fn code_is_traded_as_on_the_page() {
    let server = server(
        200,
        r#"{
  "token_type": "Bearer",
  "expires_at": 1568775134,
  "expires_in": 21600,
  "refresh_token": "e5n567567...",
  "access_token": "a4b945687g...",
  "athlete": {}
}"#,
    )
    .await;
    let answer = answer!(client(&server).token().authorization_code().code("ReplaceWithCode"));
    server.only_request().assert_is(&posted(
        "/oauth/token",
        "client_id=ReplaceWithClientID&client_secret=ReplaceWithClientSecret&code=ReplaceWithCode&grant_type=authorization_code",
    ));
    // The moment is that of the page, in 2019; the lifetime counts.
    lasts(&answer, 21_600);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "a4b945687g...");
    assert_eq!(
        (token.refresh_token.expose_secret(), token.expires_at),
        ("e5n567567...", 1_568_775_134)
    );
}

#[tokio::test]
async fn refresh_is_that_of_the_page() {
    let server = server(
        200,
        r#"{
  "token_type": "Bearer",
  "access_token": "a9b723...",
  "expires_at":1568775134,
  "expires_in":20566,
  "refresh_token":"b5c569..."
}"#,
    )
    .await;
    let call = client(&server).token().refresh().refresh_token("ReplaceWithRefreshToken");
    lasts(&answer!(call), 20_566);
    server.only_request().assert_is(&posted(
        "/oauth/token",
        "client_id=ReplaceWithClientID&client_secret=ReplaceWithClientSecret&grant_type=refresh_token&refresh_token=ReplaceWithRefreshToken",
    ));
}

#[tokio::test]
async fn refusal_says_why_in_its_message() {
    let body = r#"{"message":"Bad Request","errors":[{"resource":"AuthorizationCode","field":"code","code":"invalid"}]}"#;
    let server = server(400, body).await;
    let error = refusal!(client(&server).token().authorization_code().code("c"));
    let line = "`token`: the server refused with 400: \"Bad Request\"";
    is_refused(&error, line, GrantState::Unknown);
}

/// Where the moment stands alone, it counts.
#[tokio::test]
async fn moment_counts_without_a_lifetime() {
    let body =
        r#"{"token_type":"Bearer","access_token":"a","expires_at":4102444800,"refresh_token":"b"}"#;
    let server = server(200, body).await;
    let answer = answer!(client(&server).token().refresh().refresh_token("r"));
    let moment = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_102_444_800);
    assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], Some(moment)));
}

#[tokio::test]
async fn deauthorization_has_the_token_in_its_url() {
    let server = server(200, "{}").await;
    let call = || client(&server).deauthorize().access_token("a4b945687g...");
    call().send().await.unwrap();
    server.only_request().assert_is(&format!(
        "POST /oauth/deauthorize?access_token=a4b945687g... HTTP/1.1\n{ACCEPT}\nContent-Length: 0\n\n"
    ));
    // "Later requests: 401".
    server.answer(Response::json(
        401,
        r#"{"message":"Authorization Error","errors":[{"resource":"Athlete","field":"access_token","code":"invalid"}]}"#,
    ));
    let line = "`deauthorize`: the server refused with 401: \"Authorization Error\"";
    is_refused(&refusal!(call()), line, GrantState::Intact);
}
