//! `TikTok`: `client_key` for the client, commas between scopes, `scopes` in the callback, errors that say `ok`.
//!
//! From [Login Kit for Web](https://developers.tiktok.com/doc/login-kit-web/),
//! [Manage user access tokens](https://developers.tiktok.com/doc/oauth-user-access-token-management) and
//! [Error handling](https://developers.tiktok.com/doc/tiktok-api-v2-error-handling/).

use oauth_runtime::{
    Bearer, Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State,
    oauth_api,
};
use oauth_tests::Server;
use serde::Deserialize;

use super::{ACCEPT, answer, got, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(base_url = "https://open.tiktokapis.com", auth = client_secret_post)]
trait TikTok {
    #[get("https://www.tiktok.com/v2/auth/authorize/", browser, auth = none, callback(scope = "scopes"))]
    fn authorize(
        #[name = "client_key"] client_id: String,
        #[constant = "code"] response_type: String,
        #[separator = ","] scope: Scopes,
        redirect_uri: String,
        state: String,
        disable_auto_auth: Option<u8>,
    );

    #[post("/v2/oauth/token/")]
    #[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(
        #[name = "client_key"] client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        grant_type: String,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
    ) -> TikTokToken;

    #[post("/v2/oauth/revoke/")]
    fn revoke(
        #[name = "client_key"] client_id: String,
        client_secret: SecretString,
        token: SecretString,
    );

    #[get(
        "/v2/user/info/",
        auth = bearer,
        refused("error.code", except = "ok", description = "error.message")
    )]
    fn user_info(#[separator = ","] fields: Vec<String>) -> UserInfo;
}

#[derive(Deserialize)]
struct TikTokToken {
    access_token: SecretString,
    open_id: String,
    refresh_expires_in: u64,
    refresh_token: SecretString,
    scope: Scopes,
}

#[derive(Deserialize)]
struct UserInfo {
    data: UserData,
}

#[derive(Deserialize)]
struct UserData {
    user: User,
}

#[derive(Deserialize)]
struct User {
    open_id: String,
}

const ANSWER: &str = r#"{
    "access_token": "act.example12345Example12345Example",
    "expires_in": 86400,
    "open_id": "afd97af1-b87b-48b9-ac98-410aghda5344",
    "refresh_expires_in": 31536000,
    "refresh_token": "rft.example12345Example12345Example",
    "scope": "user.info.basic,video.list",
    "token_type": "Bearer"
}"#;

fn client(server: &Server) -> TikTokClient {
    let credentials = ClientCredentials::new("CLIENT_KEY", "CLIENT_SECRET");
    let builder = connect::<TikTokClient>(server, "").credentials(credentials);
    builder.base_url_of("www.tiktok.com", server.origin()).build().unwrap()
}

#[test]
fn page_and_callback_have_commas() {
    let client = TikTokClient::new(ClientCredentials::new("key", "secret"));
    let page = client.authorize().scope(["user.info.basic", "video.list"]);
    let page = page.redirect_uri("https://app.example/cb").state("s");
    assert_eq!(
        page.url().unwrap().as_str(),
        "https://www.tiktok.com/v2/auth/authorize/?client_key=key&response_type=code&scope=user.info.basic%2Cvideo.list&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s"
    );
    let state = State::from_string("s");
    let callback = Callback::new(&state).names(TikTokClient::AUTHORIZE_CALLBACK);
    let code = callback.code("?code=c%2A1&scopes=user.info.basic%2Cvideo.list&state=s").unwrap();
    // "should be URL decoded".
    assert_eq!(code.code().expose_secret(), "c*1");
    assert_eq!(code.scope(), Some(&Scopes::from(["user.info.basic", "video.list"])));
}

#[tokio::test]
async fn code_and_refresh_token_are_traded_as_on_the_page() {
    let server = server(200, ANSWER).await;
    let client = client(&server);
    let call = client.token().authorization_code().code("CODE");
    let answer = answer!(call.redirect_uri("REDIRECT_URI"));
    lasts(&answer, 86_400);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "act.example12345Example12345Example");
    assert_eq!(token.refresh_token.expose_secret(), "rft.example12345Example12345Example");
    assert_eq!(token.open_id, "afd97af1-b87b-48b9-ac98-410aghda5344");
    assert_eq!(token.refresh_expires_in, 31_536_000);
    assert_eq!(token.scope, Scopes::from(["user.info.basic", "video.list"]));
    lasts(&answer!(client.token().refresh().refresh_token("REFRESH_TOKEN")), 86_400);
    let [code, refresh] = &server.requests()[..] else { panic!("two requests") };
    code.assert_is(&posted(
        "/v2/oauth/token/",
        "client_key=CLIENT_KEY&client_secret=CLIENT_SECRET&code=CODE&grant_type=authorization_code&redirect_uri=REDIRECT_URI",
    ));
    refresh.assert_is(&posted(
        "/v2/oauth/token/",
        "client_key=CLIENT_KEY&client_secret=CLIENT_SECRET&grant_type=refresh_token&refresh_token=REFRESH_TOKEN",
    ));
}

#[tokio::test]
async fn refusals_are_those_of_the_page() {
    // The page names no status.
    for status in [200, 400] {
        for description in [
            "Redirect_uri is not matched with the uri when requesting code.",
            "The request parameters are malformed.",
        ] {
            let body = format!(
                r#"{{"error": "invalid_request", "error_description": "{description}", "log_id": "202206221854370101130062072500FFA2"}}"#
            );
            let server = server(status, &body).await;
            let error = refusal!(client(&server).token().refresh().refresh_token("r"));
            let line = format!(
                "`token`: the server refused with {status}: invalid_request: {description}"
            );
            is_refused(&error, &line, GrantState::Unknown);
        }
    }
}

#[tokio::test]
async fn revocation_is_that_of_the_page() {
    let server = server(200, "").await;
    client(&server).revoke().token("ACCESS_TOKEN").send().await.unwrap();
    server.only_request().assert_is(&crate::calls::request(
        &http::Method::POST,
        "/v2/oauth/revoke/",
        &[super::FORM],
        "client_key=CLIENT_KEY&client_secret=CLIENT_SECRET&token=ACCESS_TOKEN",
    ));
}

#[tokio::test]
async fn success_says_that_its_error_is_none() {
    let server = server(
        200,
        r#"{"data":{"user":{"open_id":"afd97af1-b87b-48b9-ac98-410aghda5344"}},"error":{"code":"ok","message":"","log_id":"202206221854370101130062072500FFA2"}}"#,
    )
    .await;
    let call = || {
        let call = client(&server).user_info().fields(["open_id", "union_id"]);
        call.auth(Bearer::new("act.example12345Example12345Example"))
    };
    let info = call().send().await.unwrap();
    assert_eq!(info.data.user.open_id, "afd97af1-b87b-48b9-ac98-410aghda5344");
    server.answer(oauth_tests::Response::json(
        401,
        r#"{"data":{},"error":{"code":"access_token_invalid","message":"Access token is invalid, please refresh token and retry","log_id":"20220829194722CBE87ED59D524E727021"}}"#,
    ));
    let error = refusal!(call());
    is_refused(
        &error,
        "`user_info`: the server refused with 401: access_token_invalid: Access token is invalid, please refresh token and retry",
        GrantState::Intact,
    );
    let [sent, _] = &server.requests()[..] else { panic!("two requests") };
    sent.assert_is(&got(
        "/v2/user/info/?fields=open_id%2Cunion_id",
        &["Authorization: Bearer act.example12345Example12345Example", ACCEPT],
    ));
}
