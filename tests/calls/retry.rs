//! Repeated calls, counted at the server: what can be used once never arrives twice.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use bytes::Bytes;
use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::transport::{Limits, SleepFuture, Transport, TransportFuture};
use oauth_runtime::{Basic, ClientCredentials, Delivery, Error, GrantState, Retry, http};
use oauth_tests::{Response, Server, nobody};

const TOKEN: &str = r#"{"access_token":"at"}"#;

fn retry() -> Retry {
    Retry::times(3).first_delay(Duration::from_millis(5)).longest_delay(Duration::from_secs(2))
}

fn client(server: &Server) -> MastodonClient {
    let builder = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url(server.origin())
        .retry(retry());
    builder.timeout(Duration::from_secs(5)).build().unwrap()
}

async fn code_exchange(client: &MastodonClient) -> Result<(), Error> {
    let request = client.oauth_token_post().authorization_code();
    request.redirect_uri("https://app.example/cb").code("once").send().await.map(drop)
}

async fn client_credentials(client: &MastodonClient) -> Result<(), Error> {
    let request = client.oauth_token_post().client_credentials();
    request.redirect_uri("https://app.example/cb").send().await.map(drop)
}

async fn revoke(client: &MastodonClient) -> Result<(), Error> {
    client.oauth_revoke_post().token("t").send().await
}

fn faults() -> [Response; 6] {
    [
        Response::reset(),
        Response::close(),
        Response::json(200, TOKEN).cut_after(3),
        Response::new(503),
        Response::json(429, "{}").header("Retry-After", "0"),
        Response::html(502, "<html>"),
    ]
}

#[tokio::test]
async fn code_is_never_sent_twice() {
    for fault in faults() {
        let server = Server::answering([fault, Response::json(200, TOKEN)]).await;
        let error = code_exchange(&client(&server)).await.unwrap_err();
        assert_ne!(error.delivery(), Delivery::NotSent);
        assert_ne!(error.grant_state(), GrantState::Spent);
        assert_eq!(server.requests().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn code_among_the_extras_is_a_code() {
    let server = Server::answering([Response::reset(), Response::json(200, TOKEN)]).await;
    let voucherify = VoucherifyClient::builder().base_url(server.origin()).retry(retry());
    let voucherify =
        voucherify.credentials(VoucherifyCredentials::new("id", "token")).build().unwrap();
    let request = voucherify
        .generate_oauth_token()
        .grant_type("authorization_code")
        .into_request()
        .extra("code", "once");
    let error = request.send().await.unwrap_err();
    assert_eq!((error.grant_state(), server.requests().len()), (GrantState::Unknown, 1));

    let server = Server::answering([Response::reset(), Response::json(200, TOKEN)]).await;
    let voucherify = VoucherifyClient::builder().base_url(server.origin()).retry(retry());
    let voucherify =
        voucherify.credentials(VoucherifyCredentials::new("id", "token")).build().unwrap();
    voucherify.generate_oauth_token().send().await.unwrap();
    assert_eq!(server.requests().len(), 2, "`client_credentials` is what is sent by default");
}

#[tokio::test]
async fn refresh_token_is_never_sent_twice() {
    for fault in faults() {
        let server = Server::answering([fault, Response::json(200, TOKEN)]).await;
        let nutanix =
            NutanixClient::builder().base_url(server.origin()).credentials(Basic::new("u", "p"));
        let nutanix = nutanix.retry(retry()).build().unwrap();
        let request =
            nutanix.oauth_token_post().refresh_token_grant().client_id("c").client_secret("s");
        let error = request.refresh_token("once").send().await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn what_does_the_same_again_is_repeated() {
    for fault in faults() {
        let server =
            Server::answering([fault.clone(), fault.clone(), Response::json(200, TOKEN)]).await;
        client_credentials(&client(&server)).await.unwrap();
        assert_eq!(server.requests().len(), 3);

        let server = Server::answering([fault.clone(), Response::json(200, "{}")]).await;
        revoke(&client(&server)).await.unwrap();
        assert_eq!(server.requests().len(), 2);

        let server =
            Server::answering([fault, Response::new(302).header("Location", "/sign-in")]).await;
        let nutanix =
            NutanixClient::builder().base_url(server.origin()).credentials(Basic::new("u", "p"));
        nutanix.retry(retry()).build().unwrap().oauth_idp_login_get().send().await.unwrap();
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn other_posts_are_sent_once() {
    let server = Server::answering([Response::reset(), Response::json(200, "{}")]).await;
    let nutanix =
        NutanixClient::builder().base_url(server.origin()).credentials(Basic::new("u", "p"));
    let nutanix = nutanix.retry(retry()).build().unwrap();
    let request = nutanix.oauth_client_post().client_name("n").redirect_uris(["https://a.example"]);
    request.client_description("d").default_scopes(["read"]).send().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn verdicts_are_not_asked_for_again() {
    for status in [400, 401, 403, 404, 422, 501] {
        let server =
            Server::answering([Response::json(status, r#"{"error":"invalid_client"}"#)]).await;
        client_credentials(&client(&server)).await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    let server = Server::answering([Response::html(200, "<html>")]).await;
    client_credentials(&client(&server)).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn repetitions_are_counted_and_end() {
    let server = Server::answering([Response::new(503)]).await;
    let error = revoke(&client(&server)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.requests().len(), 4, "one call and three repetitions");
}

#[tokio::test]
async fn nothing_is_repeated_unless_asked_for() {
    let server = Server::answering([Response::new(503), Response::json(200, "{}")]).await;
    revoke(&MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap())
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn one_call_can_be_repeated() {
    let server = Server::answering([Response::new(503), Response::json(200, "{}")]).await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let request = client.oauth_revoke_post().token("t");
    request.send().retry(retry()).await.unwrap();
    assert_eq!(server.requests().len(), 2);

    let server = Server::answering([Response::new(503), Response::json(200, "{}")]).await;
    let client = MastodonClient::new(server.origin(), ClientCredentials::new("cid", "cs")).unwrap();
    let request = client.oauth_revoke_post().token("t");
    request.send().with_response().retry(retry()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn delay_that_the_server_asks_for_is_kept() {
    let server = Server::answering([
        Response::new(503).header("Retry-After", "1"),
        Response::json(200, "{}"),
    ])
    .await;
    let started = Instant::now();
    revoke(&client(&server)).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.requests().len(), 2);

    let server = Server::answering([Response::new(503).header("Retry-After", "3600")]).await;
    let error = revoke(&client(&server)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(server.requests().len(), 1, "an hour is longer than the longest delay");
}

#[tokio::test]
async fn time_of_a_call_is_for_all_attempts() {
    let server = Server::answering([Response::new(503).header("Retry-After", "2")]).await;
    let builder = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url(server.origin())
        .retry(retry());
    let client = builder.timeout(Duration::from_secs(1)).build().unwrap();
    let error = revoke(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.requests().len(), 1, "the delay would go beyond the deadline");
}

#[tokio::test]
async fn what_was_not_sent_is_sent_again() {
    let builder = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url(nobody())
        .retry(Retry::times(2).first_delay(Duration::from_millis(1)));
    let error = code_exchange(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((error.delivery(), error.grant_state()), (Delivery::NotSent, GrantState::Intact));
}

/// Answers that it is busy, twice, then with an empty object.
#[derive(Clone, Default)]
struct Busy {
    requests: Arc<AtomicUsize>,
}

impl Transport for Busy {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        let is_busy = self.requests.fetch_add(1, Ordering::Relaxed) < 2;
        let mut response = http::Response::new(Bytes::from_static(b"{}"));
        if is_busy {
            *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        }
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// The same with a timer of its own, for which it is always time.
#[derive(Clone, Default)]
struct Timed {
    busy: Busy,
    waits: Arc<AtomicUsize>,
}

impl Transport for Timed {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        self.busy.send(request, limits)
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        self.waits.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(()))
    }
}

fn over(transport: impl Transport) -> MastodonClient {
    let builder = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "cs"))
        .base_url("https://social.example")
        .retry(retry());
    builder.transport(transport).build().unwrap()
}

#[tokio::test]
async fn transport_brings_its_own_timer() {
    let transport = Timed::default();
    revoke(&over(transport.clone())).await.unwrap();
    let requests = transport.busy.requests.load(Ordering::Relaxed);
    assert_eq!((requests, transport.waits.load(Ordering::Relaxed)), (3, 2));

    let transport = Timed::default();
    revoke(&over(Arc::new(transport.clone()))).await.unwrap();
    let requests = transport.busy.requests.load(Ordering::Relaxed);
    assert_eq!((requests, transport.waits.load(Ordering::Relaxed)), (3, 2), "inside an `Arc`");
}

/// Wakes the thread that polls.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future on this thread, without any runtime.
fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Arc::new(Unpark(thread::current())).into();
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn calls_are_repeated_outside_tokio() {
    assert!(tokio::runtime::Handle::try_current().is_err());
    let transport = Busy::default();
    run(revoke(&over(transport.clone()))).unwrap();
    assert_eq!(transport.requests.load(Ordering::Relaxed), 3);
}
