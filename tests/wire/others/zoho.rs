//! Zoho: a server for each part of the world, commas between scopes, everything in the URL of a `POST`, a word of its own
//! before the token.
//!
//! From the page [OAuth](https://www.zoho.com/inventory/api/v1/oauth/). What a refusal looks like, and whether it comes inside a
//! 200, is on no page of the vendor.

use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, Scopes, SecretString, State, oauth_api,
};
use oauth_tests::Server;
use serde::Deserialize;

use super::{ACCEPT, answer, got, lasts, server};
use crate::calls::connect;

#[oauth_api(
    base_urls(
        us = "https://accounts.zoho.com",
        eu = "https://accounts.zoho.eu",
        india = "https://accounts.zoho.in",
        australia = "https://accounts.zoho.com.au",
        canada = "https://accounts.zohocloud.ca",
    ),
    bases(api(
        us = "https://www.zohoapis.com",
        eu = "https://www.zohoapis.eu",
        india = "https://www.zohoapis.in",
        australia = "https://www.zohoapis.com.au",
        canada = "https://www.zohoapis.ca",
    )),
    auth = client_secret_post
)]
trait Zoho {
    #[get("/oauth/v2/auth", browser, auth = none)]
    fn auth(
        #[separator = ","] scope: Scopes,
        client_id: String,
        state: Option<String>,
        #[constant = "code"] response_type: String,
        redirect_uri: String,
        access_type: Option<String>,
        prompt: Option<String>,
    );

    // The page has them in the URL in each example.
    #[post("/oauth/v2/token", allow(secret_in_url))]
    #[grant(authorization_code, needs(code, redirect_uri), may(scope))]
    #[grant(refresh_token as refresh, needs(refresh_token, redirect_uri))]
    fn token(
        #[query] code: Option<SecretString>,
        #[query] refresh_token: Option<SecretString>,
        #[query] client_id: String,
        #[query] client_secret: SecretString,
        #[query] redirect_uri: Option<String>,
        #[query] grant_type: String,
        #[query]
        #[separator = ","]
        scope: Option<Scopes>,
    ) -> ZohoToken;

    #[post("/oauth/v2/token/revoke", auth = none, allow(secret_in_url))]
    fn revoke(#[query] token: SecretString);

    #[get(
        "/inventory/v1/organizations",
        base = api,
        auth = header("Authorization", prefix = "Zoho-oauthtoken") as token
    )]
    fn organizations() -> serde_json::Value;
}

#[derive(Deserialize)]
struct ZohoToken {
    access_token: SecretString,
    refresh_token: Option<SecretString>,
    api_domain: String,
}

const ID: &str = "1000.0SRSxxxxxxxxxxxxxxxxxxxx239V";
const SECRET: &str = "fb01xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx8abf";
const CODE: &str = "1000.dd7exxxxxxxxxxxxxxxxxxxxxxxx9bb8.b6c0xxxxxxxxxxxxxxxxxxxxxxxxdca4";
const REVOKED: &str = "1000.8ecdxxxxxxxxxxxxxxxxxxxxxxxx5cb7.4638xxxxxxxxxxxxxxxxxxxxxxxxebdc";

fn client(server: &Server) -> ZohoClient {
    let builder = connect::<ZohoClient>(server, "");
    let builder = builder.credentials(ClientCredentials::new(ID, SECRET));
    builder.base_url_of("api", server.origin()).build().unwrap()
}

/// A `POST` with everything in its URL, as the page has it.
fn posted(target: &str, headers: &str) -> String {
    format!("POST {target} HTTP/1.1\n{headers}Content-Length: 0\n\n")
}

#[test]
fn page_and_callback_are_of_a_part_of_the_world() {
    for (base, host) in [
        (ZohoBaseUrl::Us, "accounts.zoho.com"),
        (ZohoBaseUrl::Eu, "accounts.zoho.eu"),
        (ZohoBaseUrl::Canada, "accounts.zohocloud.ca"),
    ] {
        let builder = ZohoClient::builder().base_url(base);
        let client = builder.credentials(ClientCredentials::new(ID, "s")).build().unwrap();
        let page = client.auth().scope([
            "ZohoInventory.invoices.CREATE",
            "ZohoInventory.invoices.READ",
            "ZohoInventory.invoices.UPDATE",
            "ZohoInventory.invoices.DELETE",
        ]);
        let page = page.state("testing").redirect_uri("http://www.zoho.com/inventory");
        // The page leaves commas and the redirect address as they are.
        assert_eq!(
            page.access_type("offline").url().unwrap().as_str(),
            format!(
                "https://{host}/oauth/v2/auth?scope=ZohoInventory.invoices.CREATE%2CZohoInventory.invoices.READ%2CZohoInventory.invoices.UPDATE%2CZohoInventory.invoices.DELETE&client_id=1000.0SRSxxxxxxxxxxxxxxxxxxxx239V&state=testing&response_type=code&redirect_uri=http%3A%2F%2Fwww.zoho.com%2Finventory&access_type=offline"
            )
        );
    }
    let state = State::from_string("testing");
    let code = Callback::new(&state)
        .code("?state=testing&code=1000.c0de&location=us&accounts-server=https%3A%2F%2Faccounts.zoho.com&")
        .unwrap();
    assert_eq!(code.parameter("accounts-server"), Some("https://accounts.zoho.com"));
    assert_eq!(code.parameter("location"), Some("us"));
}

#[tokio::test]
async fn code_and_refresh_token_are_traded_in_the_url() {
    let server = server(
        200,
        r#"{   
  "access_token": "1000.2deaf8d0c268e3c85daa2a013a843b10.703adef2bb337b8ca36cfc5d7b83cf24",
  "refresh_token": "1000.18e983526f0ca8575ea9c53b0cd5bb58.1bd83a6f2e22c3a7e1309d96ae439cc1",
  "api_domain": "https://api.zoho.com",
  "token_type": "Bearer",
  "expires_in": 3600
}"#,
    )
    .await;
    let client = client(&server);
    let call = client.token().authorization_code().code(CODE);
    let answer = answer!(call.redirect_uri("http://www.zoho.com/inventory"));
    lasts(&answer, 3600);
    let token = answer.into_value();
    assert!(token.access_token.expose_secret().starts_with("1000.2deaf8d0"));
    assert_eq!(token.api_domain, "https://api.zoho.com");
    let call = client.token().refresh().refresh_token(token.refresh_token.unwrap());
    lasts(&answer!(call.redirect_uri("http://www.zoho.com/inventory")), 3600);
    let [code, refresh] = &server.requests()[..] else { panic!("two requests") };
    code.assert_is(&posted(
        "/oauth/v2/token?code=1000.dd7exxxxxxxxxxxxxxxxxxxxxxxx9bb8.b6c0xxxxxxxxxxxxxxxxxxxxxxxxdca4&client_id=1000.0SRSxxxxxxxxxxxxxxxxxxxx239V&client_secret=fb01xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx8abf&redirect_uri=http%3A%2F%2Fwww.zoho.com%2Finventory&grant_type=authorization_code",
        &format!("{ACCEPT}\n"),
    ));
    refresh.assert_is(&posted(
        "/oauth/v2/token?refresh_token=1000.18e983526f0ca8575ea9c53b0cd5bb58.1bd83a6f2e22c3a7e1309d96ae439cc1&client_id=1000.0SRSxxxxxxxxxxxxxxxxxxxx239V&client_secret=fb01xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx8abf&redirect_uri=http%3A%2F%2Fwww.zoho.com%2Finventory&grant_type=refresh_token",
        &format!("{ACCEPT}\n"),
    ));
}

#[tokio::test]
async fn refresh_token_to_revoke_is_in_the_url() {
    let server = server(200, "{}").await;
    client(&server).revoke().token(REVOKED).send().await.unwrap();
    server.only_request().assert_is(&posted(
        "/oauth/v2/token/revoke?token=1000.8ecdxxxxxxxxxxxxxxxxxxxxxxxx5cb7.4638xxxxxxxxxxxxxxxxxxxxxxxxebdc",
        "",
    ));
}

#[tokio::test]
async fn token_is_sent_after_another_word() {
    let server = server(200, "{}").await;
    let token = ZohoOrganizationsCredentials::new("1000.2deaf8d0");
    client(&server).organizations().auth(token).send().await.unwrap();
    server.only_request().assert_is(&got(
        "/inventory/v1/organizations",
        &["Authorization: Zoho-oauthtoken 1000.2deaf8d0", ACCEPT],
    ));
}
