//! Shopify: a host for each shop, commas between scopes, a code that is traded without `grant_type`, tokens without a type.
//!
//! From [Authorization code grant](https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant)
//! and the pages beside it (token exchange, offline and online access tokens, client credentials grant).

use oauth_runtime::{
    Callback, ClientCredentials, ExposeSecret, GrantState, Scopes, SecretString, State, oauth_api,
};
use oauth_tests::{Response, Server};
use serde::Deserialize;

use super::{answer, is_refused, lasts, posted, refusal, server};
use crate::calls::connect;

#[oauth_api(base_path = "/", auth = client_secret_post)]
trait Shopify {
    // No `response_type`.
    #[get("/admin/oauth/authorize", browser, auth = none, allow(incomplete_authorization_request))]
    fn authorize(
        client_id: String,
        #[separator = ","] scope: Option<Scopes>,
        redirect_uri: String,
        state: String,
        #[name = "grant_options[]"] grant_options: Option<Vec<String>>,
    );

    // A code comes without `grant_type`, everything else with it.
    #[post("/admin/oauth/access_token", token, deviations(token_type_absent, expires_in_absent))]
    fn access_token(
        client_id: String,
        client_secret: SecretString,
        code: SecretString,
        expiring: Option<u8>,
    ) -> ShopifyToken;

    #[post("/admin/oauth/access_token", deviations(token_type_absent, expires_in_absent))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant(
        "urn:ietf:params:oauth:grant-type:token-exchange" as exchange,
        needs(subject_token, subject_token_type),
        may(requested_token_type, expiring)
    )]
    #[grant(client_credentials)]
    fn access_token_grant(
        client_id: String,
        client_secret: SecretString,
        grant_type: String,
        refresh_token: Option<SecretString>,
        subject_token: Option<SecretString>,
        subject_token_type: Option<String>,
        requested_token_type: Option<String>,
        expiring: Option<u8>,
    ) -> ShopifyToken;

    #[get(
        "/admin/api/2025-07/shop.json",
        auth = header("X-Shopify-Access-Token") as access_token
    )]
    fn shop() -> serde_json::Value;
}

#[derive(Deserialize)]
struct ShopifyToken {
    access_token: SecretString,
    scope: Scopes,
    refresh_token: Option<SecretString>,
    refresh_token_expires_in: Option<u64>,
    associated_user_scope: Option<Scopes>,
    associated_user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    email: String,
    account_owner: bool,
}

fn client(server: &Server) -> ShopifyClient {
    let credentials = ClientCredentials::new("{client_id}", "{client_secret}");
    connect::<ShopifyClient>(server, "").credentials(credentials).build().unwrap()
}

#[test]
fn page_is_at_the_shop() {
    let credentials = ClientCredentials::new("id", "s");
    let client = ShopifyClient::new("https://example.myshopify.com", credentials).unwrap();
    let page = || {
        let page = client.authorize().redirect_uri("https://example.org/some/redirect/uri");
        page.state("nonce")
    };
    assert_eq!(
        page()
            .scope(["write_orders", "read_customers"])
            .grant_options(["per-user"])
            .url()
            .unwrap()
            .as_str(),
        "https://example.myshopify.com/admin/oauth/authorize?client_id=id&scope=write_orders%2Cread_customers&redirect_uri=https%3A%2F%2Fexample.org%2Fsome%2Fredirect%2Furi&state=nonce&grant_options%5B%5D=per-user"
    );
    // Scopes in the configuration file are left out here; an offline token has no option.
    assert_eq!(
        page().url().unwrap().as_str(),
        "https://example.myshopify.com/admin/oauth/authorize?client_id=id&redirect_uri=https%3A%2F%2Fexample.org%2Fsome%2Fredirect%2Furi&state=nonce"
    );
}

/// What the caller needs to check `hmac` is there, apart from the code, as it was sent.
#[test]
fn callback_keeps_what_hmac_is_about() {
    let state = State::from_string("0.6784241404160823");
    let code = Callback::new(&state)
        .code("https://example.org/some/redirect/uri?code=0907a61c0c8d55e99db179b68161bc00&hmac=da9d83c171400a41f8db91a950508985&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173")
        .unwrap();
    assert_eq!(code.code().expose_secret(), "0907a61c0c8d55e99db179b68161bc00");
    assert_eq!(code.parameter("shop"), Some("some-shop.myshopify.com"));
    assert_eq!(code.parameter("timestamp"), Some("1337178173"));
    assert_eq!(code.parameter("hmac"), Some("da9d83c171400a41f8db91a950508985"));
}

#[tokio::test]
async fn online_token_is_that_of_a_user() {
    let server = server(
        200,
        r#"{
  "access_token": "f85632530bf277ec9ac6f649fc327f17",
  "scope": "write_orders,read_customers",
  "expires_in": 86399,
  "associated_user_scope": "write_orders",
  "associated_user": {
    "id": 902541635,
    "first_name": "John",
    "last_name": "Smith",
    "email": "john@example.com",
    "email_verified": true,
    "account_owner": true,
    "locale": "en",
    "collaborator": false
  }
}"#,
    )
    .await;
    let answer = answer!(client(&server).access_token().code("{authorization_code}"));
    server.only_request().assert_is(&posted(
        "/admin/oauth/access_token",
        "client_id=%7Bclient_id%7D&client_secret=%7Bclient_secret%7D&code=%7Bauthorization_code%7D",
    ));
    lasts(&answer, 86_399);
    let token = answer.into_value();
    assert_eq!(token.access_token.expose_secret(), "f85632530bf277ec9ac6f649fc327f17");
    assert_eq!(token.scope, Scopes::from("write_orders read_customers"));
    assert_eq!(token.associated_user_scope, Some(Scopes::from("write_orders")));
    let user = token.associated_user.unwrap();
    assert_eq!(
        (user.id, &*user.email, user.account_owner),
        (902_541_635, "john@example.com", true)
    );
}

#[tokio::test]
async fn offline_token_expires_or_does_not() {
    let server = server(
        200,
        r#"{
  "access_token": "shpat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "expires_in": 3600,
  "refresh_token": "shprt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "refresh_token_expires_in": 7776000,
  "scope": "write_products,read_orders"
}"#,
    )
    .await;
    let client = client(&server);
    let answer = answer!(client.access_token().code("c").expiring(1));
    lasts(&answer, 3600);
    assert_eq!(answer.value().refresh_token_expires_in, Some(7_776_000));
    let refresh_token = answer.into_value().refresh_token.unwrap();
    let answer = answer!(client.access_token_grant().refresh().refresh_token(refresh_token));
    lasts(&answer, 3600);

    let offline = r#"{
  "access_token": "f85632530bf277ec9ac6f649fc327f17",
  "scope": "write_orders,read_customers"
}"#;
    server.answer(Response::json(200, offline));
    let answer = answer!(client.access_token().code("c"));
    assert_eq!((answer.deviations(), answer.expires_at()), (&[][..], None));

    let own = r#"{"access_token": "f85632530bf277ec9ac6f649fc327f17", "scope": "read_products", "expires_in": 86399}"#;
    server.answer(Response::json(200, own));
    lasts(&answer!(client.access_token_grant().client_credentials()), 86_399);

    let [code, refresh, _, own] = &server.requests()[..] else { panic!("four requests") };
    let target = "/admin/oauth/access_token";
    let pair = "client_id=%7Bclient_id%7D&client_secret=%7Bclient_secret%7D";
    code.assert_is(&posted(target, &format!("{pair}&code=c&expiring=1")));
    refresh.assert_is(&posted(
        target,
        &format!(
            "{pair}&grant_type=refresh_token&refresh_token=shprt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        ),
    ));
    own.assert_is(&posted(target, &format!("{pair}&grant_type=client_credentials")));
}

#[tokio::test]
async fn session_token_is_exchanged() {
    // "session token expired or invalid: 400".
    let server = Server::answering([Response::new(400)]).await;
    let call = client(&server).access_token_grant().exchange().subject_token("eyJ");
    let call = call.subject_token_type("urn:ietf:params:oauth:token-type:id_token");
    let call = call
        .requested_token_type("urn:shopify:params:oauth:token-type:offline-access-token")
        .expiring(1);
    let error = refusal!(call);
    let line = "`access_token_grant`: the server refused with 400";
    is_refused(&error, line, GrantState::Intact);
    server.only_request().assert_is(&posted(
        "/admin/oauth/access_token",
        "client_id=%7Bclient_id%7D&client_secret=%7Bclient_secret%7D&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=eyJ&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token&requested_token_type=urn%3Ashopify%3Aparams%3Aoauth%3Atoken-type%3Aoffline-access-token&expiring=1",
    ));
}

#[tokio::test]
async fn token_has_a_header_of_its_own() {
    let server = server(200, "{}").await;
    let token = ShopifyShopCredentials::new("f85632530bf277ec9ac6f649fc327f17");
    client(&server).shop().auth(token).send().await.unwrap();
    server.only_request().assert_is(&super::got(
        "/admin/api/2025-07/shop.json",
        &["X-Shopify-Access-Token: f85632530bf277ec9ac6f649fc327f17", super::ACCEPT],
    ));
}
