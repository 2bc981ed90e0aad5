//! A made-up vendor that uses every word of the declaration, on the wire.

use oauth_runtime::{
    Basic, Bearer, Error, ExposeSecret, Redirect, RedirectOr, Scopes, SecretString, Url,
    description::{ParameterLocation, Requirement, Scheme},
    oauth_api, open_enum,
};
use oauth_tests::{Response, Server};
use serde::{Deserialize, Serialize};

/// A vendor that nobody has.
#[oauth_api(
    base_path = "/v9",
    auth = header("X-Tenant-Key") as tenant_key & basic | bearer | none,
    body = form | json,
    headers("X-Version" = "9"),
    error = Problem,
)]
pub(crate) trait Invented {
    /// Everything at once, in every place.
    #[post("/tenants/{tenant}/items/{item}", headers("X-Trace" = "on"), errors(404 => NoSuchItem))]
    fn everything(
        /// Tenant.
        tenant: String,
        item: u64,
        #[query] page: Option<i32>,
        #[query]
        #[default = 25]
        per_page: u32,
        #[query] r#type: Option<Kind>,
        #[header("X-Request-Id")] request_id: String,
        #[header("X-Dry-Run")] dry_run: Option<bool>,
        #[cookie("session")] session: SecretString,
        #[cookie("theme")] theme: Option<String>,
        name: String,
        #[name = "redirectUri"] redirect_uri: Url,
        #[default = "plain"] mode: Kind,
        #[constant = true] consent: bool,
        #[server_default = "en"] lang: Option<String>,
        count: Option<i64>,
        scope: Option<Scopes>,
    ) -> Item;

    /// A JSON body with structure.
    #[put("/items", body = json, auth = none)]
    fn structured(
        owner: Owner,
        tags: Vec<String>,
        note: Option<String>,
        secret: SecretString,
        limit: Option<u8>,
    );

    /// One value as the whole body.
    #[patch("/items/{id}", auth = bearer)]
    fn whole(id: String, #[json] owner: Owner) -> Vec<Item>;

    /// A body on DELETE, because it is said.
    #[delete("/items/{id}", body = form, auth = basic & header("X-Second-Factor"))]
    fn remove(id: String, #[form] reason: String);

    /// A redirect as the answer.
    #[get("/jump", auth = none)]
    fn jump(to: Option<String>) -> Redirect;

    /// A redirect or a value.
    #[post("/maybe", auth = none)]
    fn maybe() -> RedirectOr<Item>;

    /// A page.
    #[get("/page/{tenant}", auth = none, browser)]
    fn page(tenant: String, state: Option<String>);

    /// Grants.
    #[post("/token", auth = none, error = none)]
    #[grant(authorization_code, needs(code), may(scope))]
    #[grant(refresh_token, needs(refresh_token))]
    #[grant("urn:example:magic" as magic, may(scope))]
    fn token(
        client_id: String,
        grant_type: String,
        code: Option<SecretString>,
        refresh_token: Option<SecretString>,
        scope: Option<Scopes>,
    ) -> Token;
}

open_enum! {
    /// A kind.
    pub(crate) enum Kind {
        /// Plain.
        Plain = "plain",
        /// Fancy.
        Fancy = "fan cy",
    }
}

/// An item.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    id: u64,
}

/// An owner, with structure.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Owner {
    name: String,
    address: Address,
}

/// An address.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Address {
    lines: Vec<String>,
    zip: Option<u32>,
}

/// An error body.
#[derive(Debug, Deserialize)]
pub(crate) struct Problem {
    title: String,
}

/// The error body of 404.
#[derive(Debug, Deserialize)]
pub(crate) struct NoSuchItem {
    missing: u64,
}

/// A token.
#[derive(Debug, Deserialize)]
pub(crate) struct Token {
    access_token: SecretString,
}

fn owner() -> Owner {
    let address =
        Address { lines: vec!["1 \"Main\" St".to_owned(), "ü😀".to_owned()], zip: None };
    Owner { name: "A/B".to_owned(), address }
}

fn client(server: &Server, credentials: InventedCredentials) -> InventedClient {
    InventedClient::new(server.url("/prefix/"), credentials).unwrap()
}

fn both() -> InventedCredentials {
    InventedCredentials::TenantKeyAndBasic {
        tenant_key: "k3y".into(),
        basic: Basic::new("user", "pa:ss"),
    }
}

fn everything(
    client: &InventedClient,
) -> InventedEverythingRequest<
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
    oauth_runtime::request::Set,
> {
    client
        .everything()
        .tenant("a/b c")
        .item(7)
        .request_id("r-1")
        .session("s3ss10n")
        .name("N&=+%/?#ü😀 ")
        .redirect_uri(Url::parse("https://app.example/cb?x=1").unwrap())
}

#[tokio::test]
async fn every_place_is_filled_as_form() {
    let server = Server::answering([Response::json(202, r#"{"id":7,"more":null}"#)]).await;
    let item = everything(&client(&server, both())).send().await.unwrap();
    assert_eq!(item.id, 7);
    server.only_request().assert_is(
        "POST /prefix/v9/tenants/a%2Fb%20c/items/7?per_page=25 HTTP/1.1\n\
         X-Version: 9\n\
         X-Trace: on\n\
         X-Tenant-Key: k3y\n\
         Authorization: Basic dXNlcjpwYTpzcw==\n\
         Cookie: session=s3ss10n\n\
         X-Request-Id: r-1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 121\n\
         \n\
         name=N%26%3D%2B%25%2F%3F%23%C3%BC%F0%9F%98%80+&redirectUri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1&mode=plain&consent=true",
    );
}

#[tokio::test]
async fn every_option_is_sent_as_json() {
    let server = Server::answering([Response::json(200, r#"{"id":7}"#)]).await;
    everything(&client(&server, Bearer::new("t0k").into()))
        .page(-3)
        .per_page(0)
        .r#type(Kind::Fancy)
        .dry_run(false)
        .theme("dark")
        .mode("other")
        .lang("")
        .count(Some(-9_223_372_036_854_775_808))
        .scope(["b", "a"])
        .json()
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "POST /prefix/v9/tenants/a%2Fb%20c/items/7?page=-3&per_page=0&type=fan+cy HTTP/1.1\n\
         X-Version: 9\n\
         X-Trace: on\n\
         Authorization: Bearer t0k\n\
         Cookie: session=s3ss10n; theme=dark\n\
         X-Request-Id: r-1\n\
         X-Dry-Run: false\n\
         Content-Type: application/json\n\
         Accept: application/json\n\
         Content-Length: 152\n\
         \n\
         {\"name\":\"N&=+%/?#ü😀 \",\"redirectUri\":\"https://app.example/cb?x=1\",\"mode\":\"other\",\"consent\":true,\"lang\":\"\",\"count\":-9223372036854775808,\"scope\":\"b a\"}",
    );
}

#[tokio::test]
async fn nobody_is_sent_when_none_was_chosen() {
    let server = Server::answering([Response::json(200, r#"{"id":7}"#)]).await;
    everything(&client(&server, InventedCredentials::None)).send().await.unwrap();
    let seen = server.only_request();
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(seen.header("x-tenant-key"), None);
}

#[tokio::test]
async fn structures_become_json() {
    let server = Server::answering([Response::new(204)]).await;
    client(&server, InventedCredentials::None)
        .structured()
        .owner(owner())
        .tags(["x", "y"])
        .secret("s\"1")
        .limit(3)
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "PUT /prefix/v9/items HTTP/1.1\n\
         X-Version: 9\n\
         Content-Type: application/json\n\
         Accept: application/json\n\
         Content-Length: 125\n\
         \n\
         {\"owner\":{\"name\":\"A/B\",\"address\":{\"lines\":[\"1 \\\"Main\\\" St\",\"ü😀\"],\"zip\":null}},\"tags\":[\"x\",\"y\"],\"secret\":\"s\\\"1\",\"limit\":3}",
    );
}

#[tokio::test]
async fn one_value_is_the_whole_body() {
    let server = Server::answering([Response::json(200, r#"[{"id":1},{"id":2}]"#)]).await;
    let items = client(&server, Bearer::new("t0k").into())
        .whole()
        .id("i")
        .owner(owner())
        .send()
        .await
        .unwrap();
    assert_eq!(items.iter().map(|item| item.id).collect::<Vec<_>>(), [1, 2]);
    server.only_request().assert_is(
        "PATCH /prefix/v9/items/i HTTP/1.1\n\
         X-Version: 9\n\
         Authorization: Bearer t0k\n\
         Content-Type: application/json\n\
         Accept: application/json\n\
         Content-Length: 72\n\
         \n\
         {\"name\":\"A/B\",\"address\":{\"lines\":[\"1 \\\"Main\\\" St\",\"ü😀\"],\"zip\":null}}",
    );
}

#[tokio::test]
async fn credentials_of_one_call_are_its_own() {
    let server = Server::answering([Response::new(200)]).await;
    let own = InventedRemoveCredentials::new(Basic::new("admin", "pw"), "123456");
    client(&server, InventedCredentials::None)
        .remove()
        .id("i")
        .reason("no reason")
        .auth(own)
        .send()
        .await
        .unwrap();
    server.only_request().assert_is(
        "DELETE /prefix/v9/items/i HTTP/1.1\n\
         X-Version: 9\n\
         Authorization: Basic YWRtaW46cHc=\n\
         X-Second-Factor: 123456\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 16\n\
         \n\
         reason=no+reason",
    );
}

#[tokio::test]
async fn missing_alternative_is_told_before_sending() {
    let server = Server::start().await;
    let error = client(&server, InventedCredentials::None)
        .whole()
        .id("i")
        .owner(owner())
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`whole`: the client was not given the credentials that this endpoint needs"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn redirect_is_an_answer_and_not_followed() {
    let elsewhere = Server::start().await;
    let server =
        Server::answering([Response::redirect(302, &elsewhere.url("/there?code=c"))]).await;
    let client = client(&server, InventedCredentials::None);
    let redirect = client.jump().send().await.unwrap();
    assert_eq!(redirect.location().as_str(), elsewhere.url("/there?code=c"));
    let redirect = client.maybe().send().await.unwrap().into_redirect().unwrap();
    assert_eq!(redirect.location().path(), "/there");
    assert!(elsewhere.requests().is_empty());
    assert_eq!(server.requests().len(), 2);
    server.answer(Response::json(200, r#"{"id":1}"#));
    assert_eq!(client.maybe().send().await.unwrap().value().unwrap().id, 1);
    server.answer(Response::new(302));
    assert!(matches!(client.jump().send().await.unwrap_err(), Error::Unexpected(_)));
}

#[test]
fn page_gives_its_url() {
    let client = InventedClient::new("https://vendor.example", InventedCredentials::None).unwrap();
    let url = client.page().tenant("t").state("a b").url().unwrap();
    assert_eq!(url.as_str(), "https://vendor.example/v9/page/t?state=a+b");
}

#[tokio::test]
async fn grants_fill_in_their_type() {
    let server = Server::answering([Response::json(200, r#"{"access_token":"at"}"#)]).await;
    let client = client(&server, InventedCredentials::None);
    let token = client.token().client_id("id").authorization_code().code("c").send().await.unwrap();
    assert_eq!(token.access_token.expose_secret(), "at");
    client.token().refresh_token_grant().client_id("id").refresh_token("r").send().await.unwrap();
    client.token().magic().client_id("id").scope("a").send().await.unwrap();
    client.token().client_id("id").grant_type("own").send().await.unwrap();
    let bodies: Vec<String> = server.requests().iter().map(|seen| seen.text().to_owned()).collect();
    assert_eq!(
        bodies,
        [
            "client_id=id&grant_type=authorization_code&code=c",
            "client_id=id&grant_type=refresh_token&refresh_token=r",
            "client_id=id&grant_type=urn%3Aexample%3Amagic&scope=a",
            "client_id=id&grant_type=own",
        ]
    );
}

#[tokio::test]
async fn error_bodies_have_their_types() {
    let server = Server::answering([
        Response::json(404, r#"{"missing":7}"#),
        Response::json(409, r#"{"title":"conflict"}"#),
        Response::html(502, "<html>"),
    ])
    .await;
    let client = client(&server, InventedCredentials::None);
    let error = everything(&client).send().await.unwrap_err();
    assert_eq!(error.body_as::<NoSuchItem>().unwrap().missing, 7);
    let error = everything(&client).send().await.unwrap_err();
    assert_eq!(error.body_as::<Problem>().unwrap().title, "conflict");
    let error = everything(&client).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap()), (502, &b"<html>"[..]));
    assert!(error.body_as::<Problem>().is_none());
}

#[test]
fn description_says_what_was_declared() {
    let api = InventedClient::API;
    assert_eq!(api.name(), "Invented");
    assert_eq!(api.headers(), [("x-version", "9")]);
    let names: Vec<&str> = api.endpoints().iter().map(|endpoint| endpoint.name()).collect();
    assert_eq!(
        names,
        ["everything", "structured", "whole", "remove", "jump", "maybe", "page", "token"]
    );
    let endpoint = api.endpoint("everything").unwrap();
    assert_eq!(endpoint.to_string(), "POST /tenants/{tenant}/items/{item}");
    assert_eq!(
        endpoint.auth(),
        [&[Scheme::Header("x-tenant-key"), Scheme::Basic][..], &[Scheme::Bearer], &[]]
    );
    let session = endpoint.parameter("session").unwrap();
    assert_eq!(
        (session.location(), session.is_required(), session.is_secret()),
        (ParameterLocation::Cookie, true, true)
    );
    let lang = endpoint.parameter("lang").unwrap();
    assert_eq!(
        (lang.location(), lang.requirement()),
        (ParameterLocation::Body, Requirement::ServerDefault("en"))
    );
}
