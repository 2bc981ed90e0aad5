//! Square: JSON with the names of the RFC, a date in place of a lifetime, lists of scopes and of errors, the secret alone in a
//! header.
//!
//! From [ObtainToken](https://developer.squareup.com/reference/square/oauth-api/obtain-token),
//! [RevokeToken](https://developer.squareup.com/reference/square/oauth-api/revoke-token) and
//! [RetrieveTokenStatus](https://developer.squareup.com/reference/square/oauth-api/retrieve-token-status), with the examples of the
//! vendor's [tests](https://github.com/square/square-nodejs-sdk/blob/master/tests/wire/oAuth.test.ts).

use std::time::{Duration, SystemTime};

use oauth_runtime::{Bearer, ClientCredentials, ExposeSecret, GrantState, SecretString, oauth_api};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, JSON, answer, is_refused, refusal, server};
use crate::calls::{connect, request};

#[oauth_api(
    base_url = "https://connect.squareup.com",
    body = json,
    auth = client_secret_post,
    reason = "errors.0.detail"
)]
trait Square {
    #[post(
        "/oauth2/token",
        token(expires_at = expires_at as iso8601),
        refused("errors.0.code", description = "errors.0.detail"),
        allow(json_token_request, vendor_grant)
    )]
    #[grant(authorization_code, needs(code), may(redirect_uri, scopes, short_lived, code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token), may(scopes, short_lived))]
    #[grant(migration_token as migration, needs(migration_token))]
    fn obtain_token(
        client_id: String,
        client_secret: SecretString,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        grant_type: String,
        refresh_token: Option<SecretString>,
        migration_token: Option<SecretString>,
        scopes: Option<Vec<String>>,
        short_lived: Option<bool>,
        code_verifier: Option<SecretString>,
    ) -> ObtainedToken;

    // The secret alone, after a word of its own.
    #[post(
        "/oauth2/revoke",
        auth = header("Authorization", prefix = "Client") as client_secret
    )]
    fn revoke_token(client_id: String, access_token: SecretString) -> Revoked;

    #[post("/oauth2/token/status", auth = bearer)]
    fn retrieve_token_status() -> TokenStatus;
}

#[derive(Deserialize)]
struct ObtainedToken {
    access_token: SecretString,
    merchant_id: String,
    refresh_token: SecretString,
    short_lived: bool,
}

#[derive(Deserialize)]
struct Revoked {
    success: bool,
}

#[derive(Deserialize)]
struct TokenStatus {
    scopes: Vec<String>,
    expires_at: String,
    client_id: String,
    merchant_id: String,
}

fn client(server: &Server) -> SquareClient {
    let credentials = ClientCredentials::new("YOUR_CLIENT_ID", "YOUR_CLIENT_SECRET");
    connect::<SquareClient>(server, "").credentials(credentials).build().unwrap()
}

/// `2025-04-03T18:31:06Z`.
const MOMENT: u64 = 1_743_705_066;

#[tokio::test]
async fn code_is_traded_until_a_date() {
    let answered = |date| {
        format!(
            r#"{{"access_token":"EAAl3ikZIe18J-2-cHlV2bL4-EaZHGoJUhtEBT7QA6-7AgwIHw8Xe1IoUvGsNxA","token_type":"bearer","expires_at":"{date}","merchant_id":"MLQW2MYBY81PZ","refresh_token":"EQAAl0OcByu3IYJYScGGg-8E5YNf0r0b6jCTCMy5nOcRZ4ok0wbWAL8vY3tZWNcc","short_lived":false}}"#
        )
    };
    // The date of the example, a hundred years later: it has not come yet.
    let server = server(200, &answered("2125-04-03T18:31:06Z")).await;
    let call = client(&server).obtain_token().authorization_code().code("YOUR_AUTHORIZATION_CODE");
    let answer = answer!(call);
    // 24 leap days in between: 2100 has none.
    let century = Duration::from_secs((100 * 365 + 24) * 24 * 60 * 60);
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(MOMENT) + century;
    assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], Some(moment)));
    let token = answer.into_value();
    assert!(token.access_token.expose_secret().starts_with("EAAl3ikZIe18J-2-"));
    assert!(token.refresh_token.expose_secret().starts_with("EQAAl0OcByu3IYJY"));
    assert_eq!((&*token.merchant_id, token.short_lived), ("MLQW2MYBY81PZ", false));
    server.only_request().assert_is(&request(
        &http::Method::POST,
        "/oauth2/token",
        &[JSON, ACCEPT],
        r#"{"client_id":"YOUR_CLIENT_ID","client_secret":"YOUR_CLIENT_SECRET","code":"YOUR_AUTHORIZATION_CODE","grant_type":"authorization_code"}"#,
    ));
}

#[tokio::test]
async fn scopes_are_a_list_in_json() {
    let server = server(500, r#"{"errors":[{"category":"API_ERROR","code":"INTERNAL_SERVER_ERROR","detail":"detail","field":"field"}]}"#).await;
    let call = client(&server).obtain_token().refresh().refresh_token("r");
    let error = refusal!(call.scopes(["PAYMENTS_READ", "PAYMENTS_WRITE"]).short_lived(true));
    let line = "`obtain_token`: the server refused with 500: INTERNAL_SERVER_ERROR: detail";
    is_refused(&error, line, GrantState::Unknown);
    server.only_request().assert_is(&request(
        &http::Method::POST,
        "/oauth2/token",
        &[JSON, ACCEPT],
        r#"{"client_id":"YOUR_CLIENT_ID","client_secret":"YOUR_CLIENT_SECRET","grant_type":"refresh_token","refresh_token":"r","scopes":["PAYMENTS_READ","PAYMENTS_WRITE"],"short_lived":true}"#,
    ));
}

#[tokio::test]
async fn secret_alone_revokes() {
    let server = server(200, r#"{"success":true}"#).await;
    let credentials = ClientCredentials::new("CLIENT_ID", "APPLICATION_SECRET");
    let builder = connect::<SquareClient>(&server, "").credentials(credentials);
    let call = builder.build().unwrap().revoke_token().access_token("ACCESS_TOKEN");
    assert!(call.send().await.unwrap().success);
    server.only_request().assert_is(&request(
        &http::Method::POST,
        "/oauth2/revoke",
        &["Authorization: Client APPLICATION_SECRET", JSON, ACCEPT],
        r#"{"client_id":"CLIENT_ID","access_token":"ACCESS_TOKEN"}"#,
    ));
}

#[tokio::test]
async fn status_is_that_of_the_token_that_asks() {
    let server = server(
        200,
        r#"{"scopes":["PAYMENTS_READ","PAYMENTS_WRITE"],"expires_at":"2022-10-14T14:44:00Z","client_id":"CLIENT_ID","merchant_id":"MERCHANT_ID"}"#,
    )
    .await;
    let call = || client(&server).retrieve_token_status().auth(Bearer::new("ACCESS_TOKEN"));
    let status = call().send().await.unwrap();
    assert_eq!(status.scopes, ["PAYMENTS_READ", "PAYMENTS_WRITE"]);
    assert_eq!((&*status.client_id, &*status.merchant_id), ("CLIENT_ID", "MERCHANT_ID"));
    assert_eq!(status.expires_at, "2022-10-14T14:44:00Z");
    server.answer(Response::json(
        401,
        r#"{"errors":[{"category":"API_ERROR","code":"INTERNAL_SERVER_ERROR","detail":"detail","field":"field"}]}"#,
    ));
    let line = "`retrieve_token_status`: the server refused with 401: \"detail\"";
    is_refused(&refusal!(call()), line, GrantState::Intact);
    let [sent, _] = &server.requests()[..] else { panic!("two requests") };
    sent.assert_is(&format!(
        "POST /oauth2/token/status HTTP/1.1\nAuthorization: Bearer ACCESS_TOKEN\n{ACCEPT}\nContent-Length: 0\n\n"
    ));
}
