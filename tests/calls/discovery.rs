//! Discovery: which server is asked for its metadata, and what becomes of the answers.

use std::time::Duration;

use oauth_runtime::error::{BuildErrorKind, UnexpectedReason};
use oauth_runtime::{
    ClientCredentials, Delivery, Error, Retry, SecretString, ServerMetadata, Token, oauth_api,
};
use oauth_tests::{Response, Server, Traces, chain};

/// A server with endpoints that are learned.
#[oauth_api(auth = client_secret_basic, headers("X-Version" = "1"))]
pub(crate) trait Found {
    #[post(token_endpoint)]
    fn token(#[constant = "client_credentials"] grant_type: String) -> Token;

    #[post(revocation_endpoint)]
    fn revoke(token: SecretString);
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("c", "s3cret")
}

/// A server that answers these paths with its metadata, which names this issuer, and others with 404.
async fn publishing(paths: &'static [&'static str], issuer: &'static str) -> Server {
    Server::with(move |seen| {
        let origin = format!("http://{}", seen.header("host").unwrap());
        if !paths.contains(&&*seen.target) {
            return Response::new(404);
        }
        let issuer = issuer.replace("ORIGIN", &origin);
        let json = format!(
            r#"{{"issuer":"{issuer}","token_endpoint":"{origin}/t","revocation_endpoint":"{origin}/r"}}"#
        );
        Response::new(200).header("content-type", "application/json").body(json)
    })
    .await
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().iter().map(|seen| format!("{} {}", seen.method, seen.target)).collect()
}

#[tokio::test]
async fn metadata_is_asked_for_and_used() {
    let server = publishing(&["/.well-known/oauth-authorization-server"], "ORIGIN").await;
    let client = FoundClient::discover(server.origin(), credentials()).await.unwrap();
    server.only_request().assert_is(
        "GET /.well-known/oauth-authorization-server HTTP/1.1\n\
         X-Version: 1\n\
         Accept: application/json\n\
         \n",
    );
    let revoke = client.revoke().token("t").into_request().build().unwrap();
    assert_eq!(revoke.uri(), &*server.url("/r"));
    assert_eq!(client.metadata().token_endpoint(), Some(&*server.url("/t")));
    assert!(format!("{client:?}").contains(&format!("issuer: \"{}\"", server.origin())));
}

/// RFC 8414, section 3.1: between host and path; OpenID Connect Discovery 1.0, section 4.1: after the path.
#[tokio::test]
async fn openid_connects_place_is_next_after_404() {
    let paths = &["/tenant/.well-known/openid-configuration"];
    let server = publishing(paths, "ORIGIN/tenant").await;
    let issuer = server.url("/tenant");
    FoundClient::builder().credentials(credentials()).discover(&issuer).await.unwrap();
    assert_eq!(
        targets(&server),
        [
            "GET /.well-known/oauth-authorization-server/tenant",
            "GET /tenant/.well-known/openid-configuration",
        ]
    );
    // Not after another error.
    let server = Server::answering([Response::new(500)]).await;
    let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn error_of_the_last_place_is_told() {
    let server = publishing(&[], "").await;
    let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
    assert_eq!(error.to_string(), "`discover`: the server refused with 404");
    assert_eq!(server.requests().len(), 2);
}

/// RFC 8414, section 3.3: identical, or not used.
#[tokio::test]
async fn another_issuer_is_refused() {
    for other in ["ORIGIN/", "https://attacker.example", "", "ORIGIN\\u202e"] {
        let server = publishing(&["/.well-known/oauth-authorization-server"], other).await;
        let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.delivery(), Delivery::Answered);
        assert!(error.body().unwrap().starts_with(b"{\"issuer\""));
        let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
        let UnexpectedReason::Issuer { expected, .. } = unexpected.reason() else {
            panic!("{error:?}")
        };
        assert_eq!(*expected, server.origin());
        assert!(!chain(&error).contains('\u{202e}'));
        assert_eq!(server.requests().len(), 1, "{other}");
    }
    let server = publishing(&["/.well-known/oauth-authorization-server"], "ORIGIN/").await;
    let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
    let (asked, found) = (server.origin(), server.url("/"));
    assert!(chain(&error).ends_with(&format!(
        ": the metadata is that of the issuer `{found}`, and `{asked}` was asked for"
    )));
}

#[tokio::test]
async fn answer_that_is_no_metadata_is_unexpected() {
    for body in ["", "[]", "null", "<html>", r#"{"token_endpoint":"https://a"}"#, r#"{"issuer":1}"#]
    {
        let server = Server::answering([Response::json(200, body)]).await;
        let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
        let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
        assert!(matches!(unexpected.reason(), UnexpectedReason::Json(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let other = publishing(&["/"], "ORIGIN").await;
    let server = Server::answering([Response::redirect(302, &other.url("/"))]).await;
    let error = FoundClient::discover(server.origin(), credentials()).await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    assert!(matches!(unexpected.reason(), UnexpectedReason::Redirect { .. }));
    assert_eq!((server.requests().len(), other.connections()), (1, 0));
}

#[tokio::test]
async fn limits_of_the_client_hold() {
    let long = format!(r#"{{"issuer":"{}"}}"#, "a".repeat(2000));
    let server = Server::answering([Response::json(200, long)]).await;
    let builder = FoundClient::builder().credentials(credentials()).max_body(1000);
    let error = builder.discover(server.origin()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");

    let server = Server::answering([Response::hang()]).await;
    let builder = FoundClient::builder().credentials(credentials());
    let error = builder.timeout(Duration::from_millis(50)).discover(server.origin()).await;
    assert!(error.unwrap_err().is_timeout());
}

#[tokio::test]
async fn it_is_repeated_where_the_client_is_told_so() {
    let server = Server::answering([Response::new(503), Response::new(503)]).await;
    let json = format!(r#"{{"issuer":"{}"}}"#, server.origin());
    server.answer(Response::json(200, json));
    let retry = Retry::times(2).first_delay(Duration::from_millis(1));
    let builder = FoundClient::builder().credentials(credentials()).retry(retry);
    builder.discover(server.origin()).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn what_is_no_issuer_is_not_asked() {
    for (issuer, message) in [
        ("issuer.example", "`discover`: the issuer is relative: it has to begin with `https://`"),
        (
            "http://issuer.example",
            "`discover`: the issuer is `http` to a host that is not loopback: use `https`, or allow it with `.allow_http()`",
        ),
        ("https://issuer.example?a=b", "`discover`: the issuer has a query: leave it out"),
        ("https://issuer.example#", "`discover`: the issuer has a fragment: leave it out"),
    ] {
        let error = FoundClient::discover(issuer, credentials()).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        let Error::Build(build) = &error else { panic!("{error:?}") };
        assert!(matches!(build.kind(), BuildErrorKind::Issuer { .. }));
        assert_eq!(error.to_string(), message);
    }
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_awaited() {
    let server = publishing(&[], "").await;
    drop(FoundClient::discover(server.origin(), credentials()));
    tokio::task::yield_now().await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn each_request_is_a_span() {
    let traces = Traces::record();
    let server = publishing(&["/.well-known/openid-configuration"], "ORIGIN").await;
    FoundClient::discover(server.origin(), credentials()).await.unwrap();
    let spans = traces.spans("oauth_runtime");
    let statuses: Vec<_> =
        spans.iter().map(|span| span.field("http.response.status_code").unwrap()).collect();
    assert_eq!(statuses, ["404", "200"]);
    for span in &spans {
        assert_eq!(span.field("endpoint"), Some("discover"));
        assert_eq!(span.field("api"), Some("Found"));
        assert!(span.closed);
    }
}

/// What a word says of its endpoint decides whether a call may be sent again.
#[tokio::test]
async fn revocation_is_known_by_its_word() {
    let server = Server::answering([Response::new(503), Response::new(200)]).await;
    let metadata =
        ServerMetadata::new("https://issuer.example").with("revocation_endpoint", server.url("/x"));
    let retry = Retry::times(1).first_delay(Duration::from_millis(1));
    let builder = FoundClient::builder().credentials(credentials()).metadata(&metadata);
    let client = builder.retry(retry).build().unwrap();
    client.revoke().token("t").send().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

/// A spawned task owns all that it needs.
#[tokio::test]
async fn it_can_be_spawned() {
    let server = publishing(&["/.well-known/oauth-authorization-server"], "ORIGIN").await;
    let found = FoundClient::discover(server.origin(), credentials());
    tokio::spawn(found).await.unwrap().unwrap();
}
