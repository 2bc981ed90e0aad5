//! Where calls go: to more bases than one, by their names and hosts, and to URLs that are learned at run time.

use std::process::Command;

use oauth_runtime::description::{DeclaredBase, EndpointBase, ParameterLocation};
use oauth_runtime::error::BuildErrorKind;
use oauth_runtime::{
    Bearer, ClientCredentials, Delivery, Error, SecretString, ServerMetadata, Token, Url, oauth_api,
};
use oauth_tests::{Response, Server};
use serde_json::Value;

/// A vendor whose page, token endpoint and API are on hosts of their own, as Dropbox has them.
#[oauth_api(base_url = "https://www.dropbox.com/oauth2")]
pub(crate) trait Dropbox {
    #[get("/authorize", browser)]
    fn authorize(
        client_id: String,
        response_type: String,
        code_challenge: String,
        code_challenge_method: String,
    );

    #[post("https://api.dropboxapi.com/oauth2/token")]
    fn token(
        grant_type: String,
        code: SecretString,
        client_id: Option<String>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
    ) -> Token;

    #[post("https://api.dropboxapi.com/2/auth/token/revoke", auth = bearer)]
    fn revoke();

    #[get("https://content.dropboxapi.com/2/{area}", auth = bearer)]
    fn content(area: String, page: Option<u8>) -> Value;
}

/// A vendor with environments on two hosts, and a third host that is the same for all.
#[oauth_api(
    base_urls(production = "https://login.example", sandbox = "https://login.sandbox.example"),
    bases(
        api(production = "https://api.example/v1", sandbox = "https://api.sandbox.example/v1"),
        status = "https://status.example",
    ),
    auth = bearer,
)]
pub(crate) trait Zoned {
    #[post("/token")]
    fn token(client_id: String);

    #[get("/me", base = api)]
    fn me() -> Value;

    #[get("/", base = status, auth = none)]
    fn status() -> Value;
}

/// A vendor whose origin is given when the client is made, with a host of the vendor's own beside it.
#[oauth_api(base_path = "/api")]
pub(crate) trait OnPremises {
    #[get("/me")]
    fn me() -> Value;

    #[get("https://updates.example/latest")]
    fn latest() -> Value;
}

/// A vendor whose base has a query.
#[oauth_api(base_path = "/")]
pub(crate) trait Queried {
    #[post("")]
    fn nothing_added(client_id: String);

    #[get("")]
    fn query_joined(state: Option<String>);

    #[get("/items/{id}")]
    fn path_between(id: String, state: Option<String>);
}

/// A vendor all of whose bases have names.
#[oauth_api(bases(one = "https://one.example"))]
pub(crate) trait Named {
    #[get("/a", base = one)]
    fn first() -> Value;

    #[get("https://two.example/b")]
    fn second() -> Value;
}

/// A server with endpoints that are learned: from its metadata, or from what it said before.
#[oauth_api(base_path = "/", auth = client_secret_basic)]
pub(crate) trait Learned {
    #[post(token_endpoint)]
    fn token(#[constant = "client_credentials"] grant_type: String) -> Token;

    #[get(authorization_endpoint, browser, auth = none)]
    fn authorize(response_type: String, client_id: String, state: String);

    #[get(userinfo_endpoint, auth = bearer)]
    fn userinfo() -> Value;

    #[put(registration_client_uri, auth = bearer, body = json)]
    fn update(registration_client_uri: Url, client_id: String) -> Value;

    #[delete(registration_client_uri, auth = bearer)]
    fn remove(registration_client_uri: String, #[query] force: Option<bool>);
}

fn kind(error: &Error) -> &BuildErrorKind {
    assert_eq!(error.delivery(), Delivery::NotSent);
    let Error::Build(error) = error else { panic!("{error:?}") };
    error.kind()
}

#[test]
fn whole_urls_go_to_their_hosts() {
    let dropbox = DropboxClient::new();
    let page = dropbox
        .authorize()
        .client_id("c")
        .response_type("code")
        .code_challenge("x")
        .code_challenge_method("S256")
        .url();
    assert_eq!(page.unwrap().host_str(), Some("www.dropbox.com"));
    let token = dropbox.token().grant_type("authorization_code").code("c").into_request();
    assert_eq!(token.build().unwrap().uri(), "https://api.dropboxapi.com/oauth2/token");
    let content = dropbox.content().area("a/b").page(2).auth(Bearer::new("t")).into_request();
    let content = content.build().unwrap();
    assert_eq!(content.uri(), "https://content.dropboxapi.com/2/a%2Fb?page=2");
}

#[test]
fn description_knows_every_base() {
    let bases: Vec<_> =
        DropboxClient::API.bases().iter().map(|base| (base.name(), base.urls())).collect();
    let url = |url: &'static str| [("", url)];
    assert_eq!(
        bases,
        [
            ("api.dropboxapi.com", &url("https://api.dropboxapi.com")[..]),
            ("content.dropboxapi.com", &url("https://content.dropboxapi.com")[..]),
        ]
    );
    let token = DropboxClient::API.endpoint("token").unwrap();
    assert_eq!(token.base(), EndpointBase::Named("api.dropboxapi.com"));
    assert_eq!(token.path(), "/oauth2/token");
    let authorize = DropboxClient::API.endpoint("authorize").unwrap();
    assert_eq!(authorize.base(), EndpointBase::Api);

    let api = ZonedClient::API.bases()[0];
    assert_eq!(api.name(), "api");
    assert_eq!(api.urls()[1], ("sandbox", "https://api.sandbox.example/v1"));

    assert_eq!(NamedClient::API.base(), DeclaredBase::None);
    let update = LearnedClient::API.endpoint("update").unwrap();
    assert_eq!(update.base(), EndpointBase::Given("registration_client_uri"));
    assert_eq!(update.parameters()[0].location(), ParameterLocation::Url);
    assert_eq!(update.to_string(), "PUT registration_client_uri");
    let token = LearnedClient::API.endpoint("token").unwrap();
    assert_eq!(token.base(), EndpointBase::Metadata("token_endpoint"));
    assert!(token.token().is_some());
}

#[tokio::test]
async fn each_base_is_replaced_by_its_name() {
    let (login, api, content) =
        (Server::start().await, Server::start().await, Server::start().await);
    let dropbox = DropboxClient::builder()
        .base_url(login.origin())
        .base_url_of("api.dropboxapi.com", api.url("/proxy/"))
        .base_url_of("content.dropboxapi.com", content.origin())
        .build()
        .unwrap();
    dropbox.revoke().auth(Bearer::new("t")).send().await.unwrap();
    dropbox.content().area("a").auth(Bearer::new("t")).send().await.unwrap();
    api.only_request().assert_is(
        "POST /proxy/2/auth/token/revoke HTTP/1.1\nAuthorization: Bearer t\nContent-Length: 0\n\n",
    );
    content
        .only_request()
        .assert_is("GET /2/a HTTP/1.1\nAuthorization: Bearer t\nAccept: application/json\n\n");
    assert_eq!(login.connections(), 0);
}

/// A test that replaces one base, and forgets another, would call the vendor.
#[test]
fn one_base_replaced_without_the_others_is_refused() {
    let local = "http://127.0.0.1:9";
    let told = |built: Result<DropboxClient, Error>| built.unwrap_err().to_string();
    assert_eq!(
        told(DropboxClient::builder().base_url(local).build()),
        "`Dropbox`: another base was replaced, and `api.dropboxapi.com` was not: give its URL, too, with `.base_url_of(\"api.dropboxapi.com\", …)`"
    );
    assert_eq!(
        told(DropboxClient::builder().base_url_of("api.dropboxapi.com", local).build()),
        "`Dropbox`: another base was replaced, and that of the API was not: give its URL, too, with `.base_url(…)`"
    );
    let two = DropboxClient::builder().base_url(local).base_url_of("api.dropboxapi.com", local);
    let error = two.build().unwrap_err();
    assert!(matches!(
        kind(&error),
        BuildErrorKind::BaseNotReplaced { base: Some("content.dropboxapi.com") }
    ));
    // Who means the vendor says so.
    let meant = DropboxClient::builder()
        .base_url(local)
        .base_url_of("api.dropboxapi.com", "https://api.dropboxapi.com")
        .base_url_of("content.dropboxapi.com", "https://content.dropboxapi.com/");
    assert!(meant.build().is_ok());
    let one = NamedClient::builder().base_url_of("one", local).build();
    assert!(matches!(
        kind(&one.unwrap_err()),
        BuildErrorKind::BaseNotReplaced { base: Some("two.example") }
    ));
}

#[test]
fn base_that_nobody_declares_is_refused() {
    let unknown = |name: &str| {
        let built = DropboxClient::builder().base_url_of(name, "https://a.example").build();
        built.unwrap_err().to_string()
    };
    assert_eq!(
        unknown("api.dropbox.com"),
        "`Dropbox`: no base is called `api.dropbox.com`: the bases of this API are `api.dropboxapi.com`, `content.dropboxapi.com`"
    );
    let none = QueriedClient::builder().base_url("https://a.example").base_url_of("x\n", "y");
    assert_eq!(
        none.build().unwrap_err().to_string(),
        "`Queried`: no base is called `x\\n`: this API has no bases with names"
    );
    let main = NamedClient::builder().base_url("https://a.example").build().unwrap_err();
    assert_eq!(
        main.to_string(),
        "`Named`: the base URL is of no use: each base of this API has a name, for `.base_url_of(…)`"
    );
}

#[test]
fn bases_are_checked_alike() {
    let built = |url: &str| {
        let builder = DropboxClient::builder().base_url("https://a.example");
        let builder = builder.base_url_of("content.dropboxapi.com", "https://b.example");
        builder.base_url_of("api.dropboxapi.com", url).build()
    };
    for (url, message) in [
        (
            "http://a.example",
            "`Dropbox`: the URL of `api.dropboxapi.com` is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`",
        ),
        ("", "`Dropbox`: the URL of `api.dropboxapi.com` is empty: write `https://…`"),
        (
            "https://me:s3cret@a.example",
            "`Dropbox`: the URL of `api.dropboxapi.com` holds a user name or password: give the client credentials instead",
        ),
        (
            "https://a.example#a",
            "`Dropbox`: the URL of `api.dropboxapi.com` has a fragment: leave it out",
        ),
    ] {
        assert_eq!(built(url).unwrap_err().to_string(), message, "{url}");
    }
}

#[test]
fn environment_picks_all_bases() {
    let uri = |client: &ZonedClient| {
        let me = client.me().into_request().build().unwrap().uri().to_string();
        let token = client.token().client_id("c").into_request().build().unwrap().uri().to_string();
        let status = client.status().into_request().build().unwrap().uri().to_string();
        [token, me, status]
    };
    let production =
        ["https://login.example/token", "https://api.example/v1/me", "https://status.example/"];
    let sandbox = [
        "https://login.sandbox.example/token",
        "https://api.sandbox.example/v1/me",
        "https://status.example/",
    ];
    let token = || Bearer::new("t");
    assert_eq!(uri(&ZonedClient::new(token())), production);
    assert_eq!(uri(&ZonedClient::at(ZonedBaseUrl::Sandbox, token()).unwrap()), sandbox);
    // By its URL, too.
    let typed_in = ZonedClient::at("https://login.sandbox.example/", token()).unwrap();
    assert_eq!(uri(&typed_in), sandbox);
    let mixed = ZonedClient::builder()
        .credentials(token())
        .base_url(ZonedBaseUrl::Sandbox)
        .base_url_of("status", "https://status.other.example")
        .build()
        .unwrap();
    assert_eq!(uri(&mixed)[..2], sandbox[..2]);
    assert_eq!(uri(&mixed)[2], "https://status.other.example/");
    let elsewhere = ZonedClient::at("https://login.other.example", token()).unwrap_err();
    assert!(matches!(kind(&elsewhere), BuildErrorKind::BaseNotReplaced { base: Some("api") }));
}

#[test]
fn given_origin_leaves_the_vendors_host_unless_it_is_loopback() {
    let client = OnPremisesClient::new("https://mine.example").unwrap();
    let uri = client.latest().into_request().build().unwrap().uri().to_string();
    assert_eq!(uri, "https://updates.example/latest");
    assert_eq!(client.me().into_request().build().unwrap().uri(), "https://mine.example/api/me");
    let error = OnPremisesClient::new("http://localhost:8080").unwrap_err();
    assert!(matches!(
        kind(&error),
        BuildErrorKind::BaseNotReplaced { base: Some("updates.example") }
    ));
}

#[test]
fn base_keeps_its_query() {
    let client = QueriedClient::new("https://h.example/rest?client=100&x=%20y").unwrap();
    let uri = |request: http::Request<bytes::Bytes>| request.uri().to_string();
    let begin = "https://h.example/rest?client=100&x=%20y";
    let nothing_added = client.nothing_added().client_id("c").into_request();
    assert_eq!(uri(nothing_added.build().unwrap()), begin);
    assert_eq!(uri(client.query_joined().into_request().build().unwrap()), begin);
    let joined = client.query_joined().state("a b").into_request();
    assert_eq!(uri(joined.build().unwrap()), [begin, "&state=a+b"].concat());
    let extra = client.query_joined().into_request().extra("more", "1").extra("still", "2");
    assert_eq!(uri(extra.build().unwrap()), [begin, "&more=1&still=2"].concat());
    let between = client.path_between().id("7").state("s").into_request();
    assert_eq!(
        uri(between.build().unwrap()),
        "https://h.example/rest/items/7?client=100&x=%20y&state=s"
    );
    assert!(!format!("{client:?}").contains("100"), "{client:?}");
}

/// Nothing is added, and no slash is taken away.
#[test]
fn empty_path_leaves_the_base_as_it_is() {
    for base in ["https://h.example/rest", "https://h.example/rest/", "https://h.example/"] {
        let client = QueriedClient::new(base).unwrap();
        let call = client.nothing_added().client_id("c").into_request().extra("a", "b");
        assert_eq!(call.build().unwrap().uri(), base);
        let call = client.query_joined().state("s").into_request();
        assert_eq!(call.build().unwrap().uri(), &*[base, "?state=s"].concat());
    }
}

fn learned(metadata: &ServerMetadata) -> LearnedClient {
    let credentials = ClientCredentials::new("c", "s");
    let builder = LearnedClient::builder().base_url("https://unused.example");
    builder.credentials(credentials).metadata(metadata).build().unwrap()
}

#[tokio::test]
async fn words_go_where_the_metadata_says() {
    let server = Server::answering([Response::json(
        200,
        r#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#,
    )])
    .await;
    let metadata = ServerMetadata::new(server.origin())
        .with("token_endpoint", server.url("/t/?tenant=7"))
        .with("authorization_endpoint", "https://login.example/a?tenant=7");
    let client = learned(&metadata);
    client.token().send().await.unwrap();
    server.only_request().assert_is(
        "POST /t/?tenant=7 HTTP/1.1\n\
         Authorization: Basic Yzpz\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         Content-Length: 29\n\
         \n\
         grant_type=client_credentials",
    );
    let page = client.authorize().response_type("code").client_id("c").state("s").url().unwrap();
    assert_eq!(
        page.as_str(),
        "https://login.example/a?tenant=7&response_type=code&client_id=c&state=s"
    );
    let error = client.userinfo().auth(Bearer::new("t")).send().await.unwrap_err();
    assert!(matches!(
        kind(&error),
        BuildErrorKind::MissingEndpoint { member: "userinfo_endpoint" }
    ));
    assert_eq!(
        error.to_string(),
        "`userinfo`: the metadata of the server has no `userinfo_endpoint`"
    );
}

/// What is plain text because it stays on this machine would leave it, whatever the other bases are.
#[test]
fn proxy_of_the_environment_gets_no_call_of_a_base_on_this_machine() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "addresses::words_go_where_the_metadata_says"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(name, "http://127.0.0.1:9");
    }
    let done = again.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let shown = String::from_utf8_lossy(&done.stdout);
    assert!(shown.contains("1 passed; 0 failed"), "{shown}");
}

#[test]
fn urls_of_the_metadata_are_checked() {
    for (url, reason) in [
        (
            "http://a.example/t",
            "is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`",
        ),
        ("/t", "is relative: it has to begin with `https://`"),
        ("ftp://a.example", "has to begin with `https://`"),
        (
            "https://me@a.example/t",
            "holds a user name or password: give the client credentials instead",
        ),
        ("https://a.example/t#f", "has a fragment: leave it out"),
    ] {
        let client = learned(&ServerMetadata::new("https://a.example").with("token_endpoint", url));
        let error = client.token().into_request().build().unwrap_err();
        assert_eq!(error.to_string(), format!("`token`: the URL of `token_endpoint` {reason}"));
    }
    let metadata = ServerMetadata::new("i").with("token_endpoint", "http://a.example/t");
    let builder = LearnedClient::builder().base_url("https://unused.example").allow_http();
    let client = builder.credentials(ClientCredentials::new("c", "s")).metadata(metadata);
    let request = client.build().unwrap().token().into_request();
    assert_eq!(request.build().unwrap().uri(), "http://a.example/t");
}

#[test]
fn client_without_metadata_is_refused() {
    let error = LearnedClient::builder().base_url("https://a.example").build().unwrap_err();
    assert!(matches!(kind(&error), BuildErrorKind::MissingMetadata));
    assert_eq!(
        error.to_string(),
        "`Learned`: the client was not given the metadata of the server: give it with `.metadata(…)`, or end its builder with `.discover(…)`"
    );
}

#[tokio::test]
async fn each_call_goes_to_the_url_it_is_given() {
    let server = Server::answering([Response::json(200, "{}")]).await;
    let client = learned(&ServerMetadata::new("https://a.example"));
    let update = |path: &str| {
        let url = Url::parse(&server.url(path)).unwrap();
        let update = client.update().registration_client_uri(url).client_id("c");
        update.auth(Bearer::new("t")).send()
    };
    update("/register?client_id=c").await.unwrap();
    update("/other/").await.unwrap();
    let remove = client.remove().registration_client_uri(server.url("/r?id=1")).force(true);
    remove.auth(Bearer::new("t")).send().await.unwrap();
    let seen = server.requests();
    seen[0].assert_is(
        "PUT /register?client_id=c HTTP/1.1\n\
         Authorization: Bearer t\n\
         Content-Type: application/json\n\
         Accept: application/json\n\
         Content-Length: 17\n\
         \n\
         {\"client_id\":\"c\"}",
    );
    assert_eq!(seen[1].target, "/other/");
    assert_eq!((&*seen[2].method, &*seen[2].target), ("DELETE", "/r?id=1&force=true"));
    assert!(seen[2].body.is_empty());

    let plain = client.remove().registration_client_uri("http://a.example/r");
    let error = plain.auth(Bearer::new("t")).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`remove`: the URL of `registration_client_uri` is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`"
    );
}
