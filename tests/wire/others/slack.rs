//! Slack: `ok` in each answer, commas between scopes, the token of a person inside of an object, secrets by HTTP Basic.
//!
//! From the pages [oauth.v2.access](https://docs.slack.dev/reference/methods/oauth.v2.access) and
//! [Web API responses](https://docs.slack.dev/apis/web-api/#responses). Status and page parameters stand on other pages of the
//! vendor.

use oauth_runtime::{
    Bearer, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{ACCEPT, FORM, answer, is_refused, refusal, server};
use crate::calls::{connect, request};

#[oauth_api(
    base_url = "https://slack.com",
    auth = basic(client_id, client_secret),
    refused(ok, except = true, code = error)
)]
trait Slack {
    // No `response_type`.
    #[get(
        "/oauth/v2/authorize",
        browser,
        auth = none,
        allow(incomplete_authorization_request)
    )]
    fn authorize(
        client_id: String,
        #[separator = ","] scope: Option<Scopes>,
        #[separator = ","] user_scope: Option<Scopes>,
        redirect_uri: Option<String>,
        state: Option<String>,
        team: Option<String>,
    );

    #[post(
        "/api/oauth.v2.access",
        spent("invalid_code", "invalid_refresh_token"),
        deviations(token_type_vendor_word, expires_in_absent)
    )]
    #[grant(authorization_code, needs(code), may(redirect_uri, code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn oauth_v2_access(
        code: Option<SecretString>,
        code_verifier: Option<SecretString>,
        redirect_uri: Option<String>,
        grant_type: String,
        refresh_token: Option<SecretString>,
    ) -> Access;

    /// The same where scopes of a person alone were asked for.
    #[post(
        "/api/oauth.v2.access",
        token(
            access_token = "authed_user.access_token",
            token_type = "authed_user.token_type",
            refresh_token = "authed_user.refresh_token",
            expires_in = "authed_user.expires_in",
            scope = "authed_user.scope"
        ),
        spent("invalid_code", "invalid_refresh_token"),
        deviations(token_type_vendor_word, expires_in_absent)
    )]
    #[grant(authorization_code, needs(code), may(redirect_uri, code_verifier))]
    fn oauth_v2_access_of_user(
        code: Option<SecretString>,
        code_verifier: Option<SecretString>,
        redirect_uri: Option<String>,
        grant_type: String,
    ) -> UserAccess;

    #[post("/api/auth.revoke", auth = bearer)]
    fn auth_revoke(test: Option<bool>) -> Revoked;
}

#[derive(Deserialize)]
struct Access {
    access_token: SecretString,
    token_type: String,
    scope: Scopes,
    bot_user_id: String,
    app_id: String,
    team: Named,
    enterprise: Option<Named>,
    authed_user: AuthedUser,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct UserAccess {
    authed_user: AuthedUser,
}

#[derive(Deserialize)]
struct AuthedUser {
    id: String,
    scope: Option<Scopes>,
    access_token: Option<SecretString>,
}

#[derive(Deserialize)]
struct Revoked {
    revoked: bool,
}

const ANSWER: &str = r#"{"ok":true,"access_token":"xoxb-not-a-token","token_type":"bot","scope":"commands,incoming-webhook","bot_user_id":"U0KRQLJ9H","app_id":"A0KRD7HC3","team":{"name":"Slack Softball Team","id":"T9TK3CUKW"},"enterprise":{"name":"slack-sports","id":"E12345678"},"authed_user":{"id":"U1234","scope":"chat:write","access_token":"xoxp-1234","token_type":"user"}}"#;

fn client(server: &Server) -> SlackClient {
    let credentials = ClientCredentials::new("2141029472.691202649728", "s3cret");
    connect::<SlackClient>(server, "").credentials(credentials).build().unwrap()
}

/// A call with identifier and secret as HTTP Basic: `2141029472.691202649728:s3cret`.
fn posted(body: &str) -> String {
    let basic = "Authorization: Basic MjE0MTAyOTQ3Mi42OTEyMDI2NDk3Mjg6czNjcmV0";
    request(&http::Method::POST, "/api/oauth.v2.access", &[basic, FORM, ACCEPT], body)
}

#[test]
fn page_has_two_lists_of_scopes() {
    let client = SlackClient::new(ClientCredentials::new("2141029472.691202649728", "s"));
    let page = client.authorize().scope(["commands", "incoming-webhook"]);
    assert_eq!(
        page.user_scope(["chat:write", "users:read"]).state("x").url().unwrap().as_str(),
        "https://slack.com/oauth/v2/authorize?client_id=2141029472.691202649728&scope=commands%2Cincoming-webhook&user_scope=chat%3Awrite%2Cusers%3Aread&state=x"
    );
}

#[tokio::test]
async fn code_is_traded_with_http_basic() {
    let server = server(200, ANSWER).await;
    let call = client(&server).oauth_v2_access().authorization_code().code("1234");
    let call = call.code_verifier("secret12345").redirect_uri("http://example.com");
    let answer = answer!(call);
    server.only_request().assert_is(&posted(
        "code=1234&code_verifier=secret12345&redirect_uri=http%3A%2F%2Fexample.com&grant_type=authorization_code",
    ));
    assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], None));
    let access = answer.into_value();
    assert_eq!(access.access_token.expose_secret(), "xoxb-not-a-token");
    assert_eq!(
        (&*access.token_type, &*access.bot_user_id, &*access.app_id),
        ("bot", "U0KRQLJ9H", "A0KRD7HC3")
    );
    assert_eq!(access.scope, Scopes::from(["commands", "incoming-webhook"]));
    assert_eq!((&*access.team.id, &*access.team.name), ("T9TK3CUKW", "Slack Softball Team"));
    assert_eq!(access.enterprise.unwrap().id, "E12345678");
    assert_eq!(access.authed_user.access_token.unwrap().expose_secret(), "xoxp-1234");
}

#[tokio::test]
async fn token_of_a_person_is_in_an_object() {
    let body = r#"{"ok":true,"app_id":"A0KRD7HC3","authed_user":{"id":"U1234","scope":"chat:write,users:read","access_token":"xoxp-1234","token_type":"user"}}"#;
    let server = server(200, body).await;
    let call = || client(&server).oauth_v2_access_of_user().authorization_code().code("1234");
    let answer = answer!(call());
    assert_eq!(answer.deviations(), []);
    let user = answer.into_value().authed_user;
    assert_eq!((&*user.id, user.scope.unwrap().len()), ("U1234", 2));
    assert_eq!(user.access_token.unwrap().expose_secret(), "xoxp-1234");
    server.only_request().assert_is(&posted("code=1234&grant_type=authorization_code"));
    // Without a token there, it is none.
    server.answer(Response::json(200, r#"{"ok":true,"authed_user":{"id":"U1234"}}"#));
    let error = refusal!(call());
    assert!(matches!(error, oauth_runtime::Error::Unexpected(_)), "{error:?}");
}

#[tokio::test]
async fn answer_that_is_not_ok_is_a_refusal() {
    for (code, grant) in [
        ("invalid_code", GrantState::Spent),
        ("invalid_refresh_token", GrantState::Spent),
        ("bad_client_secret", GrantState::Unknown),
        ("something_bad", GrantState::Unknown),
    ] {
        let body = format!(r#"{{"ok": false, "error": "{code}"}}"#);
        let server = server(200, &body).await;
        let error =
            refusal!(client(&server).oauth_v2_access().refresh().refresh_token("xoxe-1-abcdefg"));
        let line = format!("`oauth_v2_access`: the server refused with 200: {code}");
        is_refused(&error, &line, grant);
        server
            .only_request()
            .assert_is(&posted("grant_type=refresh_token&refresh_token=xoxe-1-abcdefg"));
    }
}

#[tokio::test]
async fn revocation_is_of_the_token_that_calls() {
    let server = server(200, r#"{"ok":true,"revoked":true}"#).await;
    let call = || client(&server).auth_revoke().auth(Bearer::new("xoxb-not-a-token"));
    assert!(call().send().await.unwrap().revoked);
    server.answer(Response::json(200, r#"{"ok":false,"error":"token_revoked"}"#));
    let line = "`auth_revoke`: the server refused with 200: token_revoked";
    is_refused(&refusal!(call()), line, GrantState::Intact);
    let [sent, _] = &server.requests()[..] else { panic!("two requests") };
    sent.assert_is(&format!(
        "POST /api/auth.revoke HTTP/1.1\nAuthorization: Bearer xoxb-not-a-token\n{FORM}\n{ACCEPT}\nContent-Length: 0\n\n"
    ));
}
