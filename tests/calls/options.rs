//! What one call can have beyond its declaration, and requests that are not sent.

use std::time::Duration;

use oauth_providers::mastodon::{MastodonClient, MastodonOauthRevokePostParameters};
use oauth_runtime::{
    ClientCredentials, Error, Parameters, Request, Sendable, error::BuildErrorKind,
};
use oauth_tests::{Response, Server};

fn revoke(client: &MastodonClient) -> Request<MastodonOauthRevokePostParameters, ()> {
    client.oauth_revoke_post().token("t").into_request()
}

#[tokio::test]
async fn extras_are_sent_after_the_declared() {
    let server = Server::start().await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    revoke(&client).extra("a b", "c&d").extra_header("X-Trace", "1").send().await.unwrap();
    server.only_request().assert_is(
        "POST /oauth/revoke HTTP/1.1\n\
         Content-Type: application/x-www-form-urlencoded\n\
         Accept: application/json\n\
         X-Trace: 1\n\
         Content-Length: 48\n\
         \n\
         client_id=cid&client_secret=cs&token=t&a+b=c%26d",
    );
}

#[test]
fn extras_of_a_page_go_into_its_query() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("cid", "cs")).unwrap();
    let url = client
        .oauth_authorize_get()
        .redirect_uri("r")
        .into_request()
        .extra("prompt", "login")
        .url()
        .unwrap();
    assert_eq!(url.query(), Some("response_type=code&client_id=cid&redirect_uri=r&prompt=login"));
}

#[test]
fn extras_do_not_replace_the_declared() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("cid", "cs")).unwrap();
    for error in [
        revoke(&client).extra("client_id", "other").prepare().unwrap_err(),
        revoke(&client).extra("token_type_hint", "access_token").prepare().unwrap_err(),
        revoke(&client).extra_header("Content-Type", "text/plain").prepare().unwrap_err(),
        revoke(&client).extra_header("content-length", "0").prepare().unwrap_err(),
        revoke(&client).extra_header("Transfer-Encoding", "chunked").prepare().unwrap_err(),
        revoke(&client).extra_header("Host", "elsewhere").prepare().unwrap_err(),
    ] {
        let Error::Build(error) = error else { panic!("{error:?}") };
        assert!(matches!(error.kind(), BuildErrorKind::ExtraCollides { .. }));
    }
    for name in ["", "a b", "a\nb"] {
        let error = revoke(&client).extra_header(name, "1").prepare().unwrap_err();
        let Error::Build(error) = error else { panic!("{error:?}") };
        assert!(matches!(error.kind(), BuildErrorKind::HeaderName { .. }), "{name:?}");
    }
}

#[test]
fn last_value_of_an_optional_wins() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("cid", "cs")).unwrap();
    let url = |state: Option<String>| {
        let request = client.oauth_authorize_get().redirect_uri("r").state("first");
        request.state(state).lang(None).url().unwrap().query().unwrap_or_default().to_owned()
    };
    assert_eq!(url(None), "response_type=code&client_id=cid&redirect_uri=r");
    assert_eq!(url(Some(String::new())), "response_type=code&client_id=cid&redirect_uri=r&state=");
}

#[test]
fn built_request_is_whole() {
    let client =
        MastodonClient::new("https://social.example/prefix", ClientCredentials::new("cid", "cs"))
            .unwrap();
    let request = revoke(&client).build().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://social.example/prefix/oauth/revoke");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(&request.body()[..], b"client_id=cid&client_secret=cs&token=t");
    let request = revoke(&client).prepare().unwrap().into_reqwest();
    assert_eq!(request.url().as_str(), "https://social.example/prefix/oauth/revoke");
}

/// What can be done with a request of whatever endpoint.
fn traced<P: Parameters<T, Kind: Sendable>, T>(request: Request<P, T>) -> Request<P, T> {
    request.extra_header("X-Request-Id", "7")
}

#[tokio::test]
async fn request_is_kept_and_sent_by_another_task() {
    let server = Server::start().await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let kept: Vec<Request<MastodonOauthRevokePostParameters, ()>> =
        vec![revoke(&client), traced(revoke(&client).extra("state", "s"))];
    for request in kept {
        tokio::spawn(async move { request.send().await.unwrap() }).await.unwrap();
    }
    let requests = server.requests();
    let sent = requests.iter().map(|sent| (sent.text(), sent.header("x-request-id")));
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            ("client_id=cid&client_secret=cs&token=t", None),
            ("client_id=cid&client_secret=cs&token=t&state=s", Some("7")),
        ]
    );
}

#[tokio::test]
async fn time_of_one_call_is_its_own() {
    let server = Server::answering([Response::hang()]).await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let error = revoke(&client).send().timeout(Duration::from_millis(200)).await.unwrap_err();
    assert!(error.is_timeout());
    let call = revoke(&client).send().with_response().timeout(Duration::from_millis(200));
    assert!(call.await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn call_that_was_awaited_keeps_its_time() {
    let server = Server::answering([Response::hang()]).await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let mut call = revoke(&client).send().timeout(Duration::from_millis(200));
    let begun = tokio::time::timeout(Duration::from_millis(1), &mut call).await;
    assert!(begun.is_err());
    let error = call.timeout(Duration::from_secs(3600)).await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn meta_comes_with_the_value() {
    let server =
        Server::answering([Response::json(201, "{}").header("X-RateLimit-Remaining", "9")]).await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let answer = revoke(&client).send().with_response().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["x-ratelimit-remaining"], "9");
    let () = answer.into_value();
}

#[tokio::test]
async fn own_http_client_is_used() {
    let server = Server::start().await;
    let http = reqwest::Client::builder().user_agent("own/1");
    let client = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url(server.origin())
        .reqwest(http)
        .build()
        .unwrap();
    revoke(&client).send().await.unwrap();
    assert_eq!(server.only_request().header("user-agent"), Some("own/1"));
}

#[tokio::test]
async fn answer_behind_a_followed_redirect_is_refused() {
    let server = Server::with(|seen| {
        if seen.path() == "/oauth/revoke" {
            Response::redirect(303, "/elsewhere")
        } else {
            Response::json(200, "{}")
        }
    })
    .await;
    let following = reqwest::Client::new();
    let client = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url(server.origin())
        .reqwest_client(following)
        .build()
        .unwrap();
    let error = revoke(&client).send().await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.kind() == oauth_runtime::error::TransportErrorKind::Redirected)
    );
}
