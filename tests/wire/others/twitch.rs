//! Twitch: a list of scopes in the answer, `OAuth` before the token, errors whose `error` is the phrase of the status.
//!
//! From the pages [Getting tokens](https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/),
//! [Refreshing](https://dev.twitch.tv/docs/authentication/refresh-tokens/),
//! [Validating](https://dev.twitch.tv/docs/authentication/validate-tokens/) and
//! [Revoking tokens](https://dev.twitch.tv/docs/authentication/revoke-tokens/).

use oauth_runtime::authorization::CallbackError;
use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State, Token,
    oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, FORM, answer, got, is_refused, lasts, posted, refusal, server};
use crate::calls::{connect, request};

#[oauth_api(
    base_url = "https://id.twitch.tv/oauth2",
    auth = client_secret_post,
    reason = message
)]
trait Twitch {
    #[get("/authorize", browser, auth = none)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        force_verify: Option<bool>,
        redirect_uri: String,
        scope: Scopes,
        state: Option<String>,
    );

    // What was wrong is the message alone: `error` has the words of the status.
    #[post(
        "/token",
        refused(message),
        spent("Invalid refresh token"),
        deviations(scope_array, expires_in_absent)
    )]
    #[grant(authorization_code, needs(code, redirect_uri))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(
        client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        grant_type: String,
        redirect_uri: Option<String>,
        refresh_token: Option<SecretString>,
    ) -> Token;

    #[get("/validate", auth = header("Authorization", prefix = "OAuth") as token)]
    fn validate() -> Validation;

    #[post("/revoke", auth = client_id)]
    fn revoke(client_id: String, token: SecretString);
}

#[derive(Deserialize)]
struct Validation {
    client_id: String,
    login: Option<String>,
    scopes: Vec<String>,
    user_id: Option<String>,
    expires_in: u64,
}

const ID: &str = "hof5gwx0su6owfnys0nyan9c87zr6t";

fn client(server: &Server) -> TwitchClient {
    let credentials = ClientCredentials::new(ID, "41vpdji4e9gif29md0ouet6fktd2");
    connect::<TwitchClient>(server, "/oauth2").credentials(credentials).build().unwrap()
}

#[test]
fn page_and_callback_are_those_of_the_vendor() {
    let client = TwitchClient::new(ClientCredentials::new(ID, "s"));
    let page = client.authorize().redirect_uri("http://localhost:3000");
    let page = page.scope(["channel:manage:polls", "channel:read:polls"]);
    assert_eq!(
        page.state("c3ab8aa609ea11e793ae92361f002671").url().unwrap().as_str(),
        // The page leaves the redirect address as it is.
        "https://id.twitch.tv/oauth2/authorize?response_type=code&client_id=hof5gwx0su6owfnys0nyan9c87zr6t&redirect_uri=http%3A%2F%2Flocalhost%3A3000&scope=channel%3Amanage%3Apolls+channel%3Aread%3Apolls&state=c3ab8aa609ea11e793ae92361f002671"
    );
    let state = State::from_string("c3ab8aa609ea11e793ae92361f002671");
    let callback = Callback::new(&state);
    let code = callback
        .code("http://localhost:3000/?code=gulfwdmys5lsm6qyz4xiz9q32l10&scope=channel%3Amanage%3Apolls+channel%3Aread%3Apolls&state=c3ab8aa609ea11e793ae92361f002671")
        .unwrap();
    assert_eq!(code.code().expose_secret(), "gulfwdmys5lsm6qyz4xiz9q32l10");
    assert_eq!(code.scope().unwrap().len(), 2);
    let refused = callback.code("http://localhost:3000/?error=access_denied&error_description=The+user+denied+you+access&state=c3ab8aa609ea11e793ae92361f002671");
    let Err(CallbackError::Denied(refused)) = refused else { panic!("{refused:?}") };
    assert_eq!(refused.error_description(), Some("The user denied you access"));
}

#[tokio::test]
async fn code_is_traded_as_on_the_page() {
    let server = server(
        200,
        r#"{
  "access_token": "rfx2uswqe8l4g1mkagrvg5tv0ks3",
  "expires_in": 14124,
  "refresh_token": "5b93chm6hdve3mycz05zfzatkfdenfspp1h1ar2xxdalen01",
  "scope": [
    "channel:moderate",
    "chat:edit",
    "chat:read"
  ],
  "token_type": "bearer"
}"#,
    )
    .await;
    let call = client(&server).token().authorization_code().code("gulfwdmys5lsm6qyz4xiz9q32l10");
    let answer = answer!(call.redirect_uri("http://localhost:3000"));
    server.only_request().assert_is(&posted(
        "/oauth2/token",
        "client_id=hof5gwx0su6owfnys0nyan9c87zr6t&client_secret=41vpdji4e9gif29md0ouet6fktd2&code=gulfwdmys5lsm6qyz4xiz9q32l10&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000",
    ));
    lasts(&answer, 14_124);
    let token = answer.into_value();
    assert_eq!(token.access_token().expose_secret(), "rfx2uswqe8l4g1mkagrvg5tv0ks3");
    assert_eq!(token.scopes(), Some(&Scopes::from("channel:moderate chat:edit chat:read")));
}

#[tokio::test]
async fn refreshed_token_says_no_lifetime() {
    let server = server(
        200,
        r#"{
  "access_token": "1ssjqsqfy6bads1ws7m03gras79zfr",
  "refresh_token": "eyJfMzUtNDU0OC4MWYwLTQ5MDY5ODY4NGNlMSJ9%asdfasdf=",
  "scope": [
    "channel:read:subscriptions",
    "channel:manage:polls"
  ],
  "token_type": "bearer"
}"#,
    )
    .await;
    let call = client(&server).token().refresh();
    let answer = answer!(call.refresh_token("gdw3k62zpqi0kw01escg7zgbdhtxi6hm0155tiwcztxczkx17"));
    assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], None));
    let refresh = answer.value().refresh_token().unwrap().expose_secret();
    assert_eq!(refresh, "eyJfMzUtNDU0OC4MWYwLTQ5MDY5ODY4NGNlMSJ9%asdfasdf=");
    server.only_request().assert_is(&posted(
        "/oauth2/token",
        "client_id=hof5gwx0su6owfnys0nyan9c87zr6t&client_secret=41vpdji4e9gif29md0ouet6fktd2&grant_type=refresh_token&refresh_token=gdw3k62zpqi0kw01escg7zgbdhtxi6hm0155tiwcztxczkx17",
    ));
}

#[tokio::test]
async fn dead_refresh_token_is_known_by_the_message() {
    let body = r#"{"error":"Bad Request","status":400,"message":"Invalid refresh token"}"#;
    let server = server(400, body).await;
    let error = refusal!(client(&server).token().refresh().refresh_token("r"));
    let line = "`token`: the server refused with 400: Invalid refresh token";
    is_refused(&error, line, GrantState::Spent);
}

#[tokio::test]
async fn token_is_validated_after_another_word() {
    let server = server(
        200,
        r#"{"client_id":"wbmytr93xzw8zbg0p1izqyzzc5mbiz","login":"twitchdev","scopes":["channel:read:subscriptions"],"user_id":"141981764","expires_in":5520838}"#,
    )
    .await;
    let call = || {
        let token = TwitchValidateCredentials::new("rfx2uswqe8l4g1mkagrvg5tv0ks3");
        client(&server).validate().auth(token)
    };
    let valid = call().send().await.unwrap();
    server.only_request().assert_is(&got(
        "/oauth2/validate",
        &["Authorization: OAuth rfx2uswqe8l4g1mkagrvg5tv0ks3", ACCEPT],
    ));
    assert_eq!(
        (&*valid.client_id, valid.expires_in),
        ("wbmytr93xzw8zbg0p1izqyzzc5mbiz", 5_520_838)
    );
    assert_eq!(
        (valid.login.as_deref(), valid.user_id.as_deref()),
        (Some("twitchdev"), Some("141981764"))
    );
    assert_eq!(valid.scopes, ["channel:read:subscriptions"]);
    server.answer(Response::json(401, r#"{"status":401,"message":"invalid access token"}"#));
    let line = "`validate`: the server refused with 401: \"invalid access token\"";
    is_refused(&refusal!(call()), line, GrantState::Intact);
}

#[tokio::test]
async fn revocation_names_the_client() {
    let server = Server::answering([Response::new(200)]).await;
    let call = || client(&server).revoke().token("rfx2uswqe8l4g1mkagrvg5tv0ks3");
    call().send().await.unwrap();
    server.only_request().assert_is(&request(
        &http::Method::POST,
        "/oauth2/revoke",
        &[FORM],
        "client_id=hof5gwx0su6owfnys0nyan9c87zr6t&token=rfx2uswqe8l4g1mkagrvg5tv0ks3",
    ));
    for (status, message) in [(400, "Invalid token"), (404, "client does not exist")] {
        let body = format!(r#"{{"status":{status},"message":"{message}"}}"#);
        server.answer(Response::json(status, body));
        let line = format!("`revoke`: the server refused with {status}: \"{message}\"");
        is_refused(&refusal!(call()), &line, GrantState::Intact);
    }
}
