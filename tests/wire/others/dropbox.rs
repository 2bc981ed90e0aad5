//! Dropbox: three hosts, identifier and secret in three ways, a revocation that is of the token that calls.
//!
//! From the [HTTP documentation](https://www.dropbox.com/developers/documentation/http/documentation) and
//! [Using OAuth 2.0 with offline access](https://dropbox.tech/developers/using-oauth-2-0-with-offline-access).

use bytes::Bytes;
use oauth_runtime::{
    Bearer, ClientCredentials, ClientId, CodeChallengeMethod, ExposeSecret, GrantState, Scopes,
    SecretString, oauth_api,
};
use oauth_tests::Server;
use serde::Deserialize;

use super::{ACCEPT, FORM, answer, is_refused, lasts, posted, refusal, server};
use crate::calls::{connect, request};

#[oauth_api(
    base_url = "https://api.dropboxapi.com",
    bases(content = "https://content.dropboxapi.com"),
    auth = basic(client_id, client_secret) | client_secret_post | client_id
)]
trait Dropbox {
    #[get("https://www.dropbox.com/oauth2/authorize", browser, auth = none)]
    fn authorize(
        client_id: String,
        #[constant = "code"] response_type: String,
        token_access_type: Option<String>,
        state: Option<String>,
        redirect_uri: Option<String>,
        scope: Option<Scopes>,
        code_challenge: Option<String>,
        code_challenge_method: Option<CodeChallengeMethod>,
        force_reapprove: Option<bool>,
    );

    #[post("/oauth2/token")]
    #[grant(authorization_code, needs(code), may(redirect_uri, code_verifier))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(
        code: Option<SecretString>,
        grant_type: String,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        client_id: Option<String>,
        client_secret: Option<SecretString>,
    ) -> DropboxToken;

    // Not that of RFC 7009.
    #[post("/2/auth/token/revoke", auth = bearer)]
    fn token_revoke();

    #[post("/2/files/download", base = content, auth = bearer)]
    fn download(#[header("Dropbox-API-Arg")] arg: String) -> Bytes;
}

#[derive(Deserialize)]
struct DropboxToken {
    access_token: SecretString,
    scope: Option<Scopes>,
    account_id: Option<String>,
    uid: Option<String>,
}

const ANSWER: &str = r#"{
  "access_token": "sl.not-a-token",
  "expires_in": 14400,
  "token_type": "bearer",
  "scope": "account_info.read files.content.read files.content.write files.metadata.read",
  "account_id": "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
  "uid": "12345"
}"#;

/// `<APP_KEY>:<APP_SECRET>`.
const BASIC: &str = "Authorization: Basic PEFQUF9LRVk+OjxBUFBfU0VDUkVUPg==";

fn client(server: &Server) -> DropboxClient {
    client_of(server, ClientCredentials::new("<APP_KEY>", "<APP_SECRET>").into())
}

fn client_of(server: &Server, credentials: DropboxCredentials) -> DropboxClient {
    let builder = connect::<DropboxClient>(server, "").credentials(credentials);
    let builder = builder.base_url_of("content", server.origin());
    builder.base_url_of("www.dropbox.com", server.origin()).build().unwrap()
}

#[test]
fn page_is_on_another_host() {
    let client = DropboxClient::new(ClientId::new("<APP KEY>"));
    let page = client.authorize().token_access_type("online").state("<STATE>");
    assert_eq!(
        page.redirect_uri("<REDIRECT URI>").url().unwrap().as_str(),
        "https://www.dropbox.com/oauth2/authorize?client_id=%3CAPP+KEY%3E&response_type=code&token_access_type=online&state=%3CSTATE%3E&redirect_uri=%3CREDIRECT+URI%3E"
    );
    // Without `redirect_uri` the code is shown to the person.
    assert_eq!(
        client.authorize().url().unwrap().query(),
        Some("client_id=%3CAPP+KEY%3E&response_type=code")
    );
}

#[tokio::test]
async fn code_is_traded_in_each_way() {
    let server = server(200, ANSWER).await;
    let client = client(&server);
    // A secret that is set goes into the body.
    let call = client.token().authorization_code().code("<AUTHORIZATION_CODE>");
    let call = call.client_id("<APP_KEY>").client_secret("<APP_SECRET>");
    let answer = answer!(call.redirect_uri("<REDIRECT_URI>"));
    lasts(&answer, 14_400);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "sl.not-a-token");
    assert_eq!(token.scope.unwrap().len(), 4);
    assert_eq!(token.account_id.as_deref(), Some("dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"));
    assert_eq!(token.uid.as_deref(), Some("12345"));
    let call = client.token().authorization_code().code("<AUTHORIZATION_CODE>");
    lasts(&answer!(call.redirect_uri("<REDIRECT_URI>")), 14_400);
    let public = client_of(&server, ClientId::new("<APP_KEY>").into());
    let call = public.token().authorization_code().code("<AUTHORIZATION_CODE>");
    lasts(&answer!(call.code_verifier("v").redirect_uri("<REDIRECT_URI>")), 14_400);
    let [post, basic, id] = &server.requests()[..] else { panic!("three requests") };
    let body = "code=%3CAUTHORIZATION_CODE%3E&grant_type=authorization_code&redirect_uri=%3CREDIRECT_URI%3E";
    post.assert_is(&posted(
        "/oauth2/token",
        &format!("{body}&client_id=%3CAPP_KEY%3E&client_secret=%3CAPP_SECRET%3E"),
    ));
    basic.assert_is(&request(&http::Method::POST, "/oauth2/token", &[BASIC, FORM, ACCEPT], body));
    id.assert_is(&posted(
        "/oauth2/token",
        &format!("{body}&code_verifier=v&client_id=%3CAPP_KEY%3E"),
    ));
}

#[tokio::test]
async fn refreshed_token_says_less() {
    let body = r#"{"access_token":"sl.not-a-token","token_type":"bearer","expires_in":14400}"#;
    let server = server(200, body).await;
    let answer = answer!(client(&server).token().refresh().refresh_token("r"));
    lasts(&answer, 14_400);
    assert_eq!(answer.into_value().uid, None);
    server.only_request().assert_is(&request(
        &http::Method::POST,
        "/oauth2/token",
        &[BASIC, FORM, ACCEPT],
        "grant_type=refresh_token&refresh_token=r",
    ));
}

#[tokio::test]
async fn dead_code_is_spent() {
    let body =
        r#"{ "error": "invalid_grant", "error_description": "code doesn't exist or has expired" }"#;
    let server = server(400, body).await;
    let error = refusal!(client(&server).token().authorization_code().code("c"));
    let line =
        "`token`: the server refused with 400: invalid_grant: code doesn't exist or has expired";
    is_refused(&error, line, GrantState::Spent);
}

#[tokio::test]
async fn token_revokes_itself() {
    let server = server(200, "null").await;
    let token = Bearer::new("sl.not-a-token");
    client(&server).token_revoke().auth(token.clone()).send().await.unwrap();
    server.answer(oauth_tests::Response::text(200, "a file"));
    let call = client(&server).download().arg(r#"{"path":"/a"}"#).auth(token);
    assert_eq!(call.send().await.unwrap(), "a file");
    let [revoke, download] = &server.requests()[..] else { panic!("two requests") };
    let bearer = "Authorization: Bearer sl.not-a-token";
    revoke
        .assert_is(&format!("POST /2/auth/token/revoke HTTP/1.1\n{bearer}\nContent-Length: 0\n\n"));
    download.assert_is(&format!(
        "POST /2/files/download HTTP/1.1\n{bearer}\nDropbox-API-Arg: {{\"path\":\"/a\"}}\nContent-Length: 0\n\n"
    ));
}
