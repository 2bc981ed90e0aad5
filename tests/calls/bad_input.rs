//! Values that cannot be sent: a clear error, and nothing leaves.

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{
    Basic, Bearer, ClientCredentials, Delivery, Error, GrantState, SecretString,
    error::BuildErrorKind, oauth_api,
};
use oauth_tests::Server;

/// Places for bad values.
#[oauth_api(base_path = "/", auth = basic)]
pub trait Places {
    #[get("/items/{id}")]
    fn path(id: String);
    #[get("/items/{id}/edit")]
    fn inner(id: String);
    #[get("/header")]
    fn header(#[header("X-Value")] value: String);
    #[get("/cookie")]
    fn cookie(#[cookie("value")] value: SecretString);
    #[get("/query")]
    fn query(value: String);
    #[get("/bearer", auth = bearer)]
    fn bearer();
}

fn kind(error: &Error) -> &BuildErrorKind {
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.grant_state(), GrantState::Intact);
    let Error::Build(error) = error else { panic!("{error:?}") };
    error.kind()
}

fn client(server: &Server) -> PlacesClient {
    PlacesClient::new(server.origin(), Basic::new("user", "password")).unwrap()
}

#[test]
fn base_must_be_an_absolute_safe_url() {
    let new = |base: &str| PlacesClient::new(base, Basic::new("user", "password"));
    for (base, message) in [
        ("", "`Places`: the base URL is empty: write `https://…`"),
        ("vendor.example", "`Places`: the base URL is relative: it has to begin with `https://`"),
        ("/api", "`Places`: the base URL is relative: it has to begin with `https://`"),
        ("ftp://vendor.example", "`Places`: the base URL has to begin with `https://`"),
        (
            "http://vendor.example",
            "`Places`: the base URL is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`",
        ),
        (
            "https://u:p@vendor.example",
            "`Places`: the base URL holds a user name or password: give the client credentials instead",
        ),
    ] {
        let error = new(base).unwrap_err();
        assert!(matches!(kind(&error), BuildErrorKind::BaseUrl { .. } | BuildErrorKind::PlainHttp));
        assert_eq!(error.to_string(), message, "{base}");
        assert!(!format!("{error:?}").contains("u:p"));
    }
    let builder = PlacesClient::builder().credentials(Basic::new("user", "password"));
    assert!(builder.allow_http().base_url("http://vendor.example").build().is_ok());
    assert!(matches!(
        kind(&PlacesClient::builder().build().unwrap_err()),
        BuildErrorKind::BaseUrl { .. }
    ));
}

#[tokio::test]
async fn empty_and_dot_segments_are_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for id in ["", ".", ".."] {
        for error in [
            client.path().id(id).send().await.unwrap_err(),
            client.inner().id(id).send().await.unwrap_err(),
            client.path().id(id).into_request().url().unwrap_err(),
        ] {
            assert!(matches!(
                kind(&error),
                BuildErrorKind::EmptyPathSegment { parameter: "id" }
                    | BuildErrorKind::DotPathSegment { parameter: "id" }
            ));
        }
    }
    for (id, path) in
        [("...", "/items/..."), ("%2e%2e", "/items/%252e%252e"), ("a/../b", "/items/a%2F..%2Fb")]
    {
        assert_eq!(client.path().id(id).into_request().url().unwrap().path(), path);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn header_with_line_break_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for value in ["a\r\nX-Injected: 1", "a\nb", "\0", "é"] {
        let error = client.header().value(value).send().await.unwrap_err();
        assert!(matches!(kind(&error), BuildErrorKind::HeaderValue { .. }), "{value:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn cookie_with_illegal_octet_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for value in ["xyz; Domain=usps.com", "a b", "a,b", "a\"b", "a\\b", "a\r\nb", "é"] {
        let error = client.cookie().value(value).send().await.unwrap_err();
        assert!(
            matches!(kind(&error), BuildErrorKind::CookieValue { cookie: "value" }),
            "{value:?}"
        );
        assert!(!format!("{error} {error:?}").contains(value));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn missing_credentials_are_told() {
    let server = Server::start().await;
    let client = PlacesClient::builder().base_url(server.origin()).build().unwrap();
    let error = client.path().id("i").send().await.unwrap_err();
    assert!(matches!(kind(&error), BuildErrorKind::MissingCredentials));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn unusable_credentials_are_told() {
    let server = Server::start().await;
    for credentials in [Basic::new("us:er", "password"), Basic::new("user", "pass\r\nword")] {
        let client = PlacesClient::new(server.origin(), credentials).unwrap();
        let error = client.path().id("i").send().await.unwrap_err();
        assert!(matches!(kind(&error), BuildErrorKind::Credentials { .. }));
    }
    let client = client(&server);
    for token in ["", "a b", "a\r\nb", "é"] {
        let error = client.bearer().auth(Bearer::new(token)).send().await.unwrap_err();
        assert!(matches!(kind(&error), BuildErrorKind::Credentials { .. }), "{token:?}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn url_beyond_the_limit_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    let error = client.query().value("x".repeat(70_000)).send().await.unwrap_err();
    assert!(matches!(kind(&error), BuildErrorKind::UrlTooLong));
    assert!(server.requests().is_empty());
    client.query().value("x".repeat(60_000)).send().await.unwrap();
    assert_eq!(server.only_request().query().unwrap().len(), 60_006);
}

#[test]
fn challenge_without_its_method_is_refused() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("c", "s")).unwrap();
    let request = || client.oauth_authorize_get().redirect_uri("r").code_challenge("x");
    let error = request().url().unwrap_err();
    assert!(matches!(kind(&error), BuildErrorKind::ChallengeWithoutMethod));
    assert!(request().code_challenge_method("S256").url().is_ok());
}

#[test]
fn parameter_of_another_grant_is_refused() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("c", "s")).unwrap();
    let request = client.oauth_token_post().redirect_uri("r");
    let error =
        request.code("left over").client_credentials().into_request().prepare().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`oauth_token_post`: the parameter `code` does not belong to the grant `client_credentials`"
    );
    assert!(matches!(kind(&error), BuildErrorKind::NotOfGrant { parameter: "code", .. }));
    let request = client.oauth_token_post().scope("read").client_credentials();
    assert!(request.redirect_uri("r").into_request().prepare().is_ok());
}

#[test]
fn declared_method_goes_with_its_challenge() {
    /// A page whose PKCE method is said by the declaration.
    #[oauth_api(base_url = "https://vendor.example")]
    trait Page {
        #[get("/authorize", browser)]
        fn authorize(
            code_challenge: Option<String>,
            #[constant = "S256"] code_challenge_method: String,
        );
    }
    let url = PageClient::new().authorize().code_challenge("x").url().unwrap();
    assert_eq!(url.query(), Some("code_challenge=x&code_challenge_method=S256"));
}
