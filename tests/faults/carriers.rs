//! What is expected of a carrier that no misbehaving server shows: where it connects to, what it writes, when it stops.

use std::pin::pin;
use std::process::Command;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::error::TransportErrorKind;
use oauth_runtime::transport::{HyperTransport, Transport};
use oauth_runtime::{Delivery, Error, ExposeSecret, Retry};
use oauth_tests::{Carrier, Http, Response, Server, over_each_carrier};
use tokio::net::TcpListener;

use crate::endpoints::all;
use crate::matrix::{DEADLINE, GOOD, PATIENCE};

over_each_carrier! {
    call_without_an_answer_may_have_arrived,
    connection_is_kept_for_the_next_call,
    trailers_cost_no_answer,
    body_in_many_pieces_is_whole,
}

async fn revoke(client: &MastodonClient, time: Duration) -> Result<(), Error> {
    let request = client.oauth_revoke_post().client_id("id").client_secret("canary-secret");
    request.token("canary-token").send().timeout(time).await
}

fn over(transport: impl Transport, origin: &str) -> MastodonClient {
    MastodonClient::builder().base_url(origin).transport(transport).build().unwrap()
}

#[track_caller]
fn assert_failed(result: Result<(), Error>, kind: TransportErrorKind, delivery: Delivery) {
    let error = result.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!((transport.kind(), transport.delivery()), (kind, delivery), "{error:?}");
}

async fn call_without_an_answer_may_have_arrived(carrier: Carrier) {
    let server = Server::answering([Response::hang()]).await;
    let builder = carrier.with(Http::default(), MastodonClient::builder());
    let client = builder.base_url(server.origin()).build().unwrap();
    let result = revoke(&client, DEADLINE).await;
    assert_failed(result, TransportErrorKind::Timeout, Delivery::Ambiguous);
    assert_eq!(server.requests().len(), 1);
}

async fn connection_is_kept_for_the_next_call(carrier: Carrier) {
    let server = Server::start().await;
    let builder = carrier.with(Http::default(), MastodonClient::builder());
    let client = builder.base_url(server.origin()).build().unwrap();
    for _ in 0..10 {
        revoke(&client, PATIENCE).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (10, 1));
}

async fn trailers_cost_no_answer(carrier: Carrier) {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";
    let (length, trailer) = (GOOD.len(), "X-Sum: canary-echo");
    let answer = format!("{head}{length:x}\r\n{GOOD}\r\n0\r\n{trailer}\r\n\r\n");
    for call in all() {
        let server = Server::answering([Response::raw(answer.clone())]).await;
        let outcome = call.send(carrier, &server.origin()).await;
        assert_eq!(outcome, crate::outcome::Outcome::Value, "{}", call.name);
    }
}

async fn body_in_many_pieces_is_whole(carrier: Carrier) {
    let chunk =
        |chunk: &[u8]| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
    for (length, size) in [(1000, 1), (800_000, 1000), (800_000, 100_000), (800_000, 1_000_000)] {
        let token = "0123456789".repeat(length / 10);
        let body = format!(r#"{{"access_token":"{token}","token_type":"Bearer"}}"#);
        let pieces: Vec<_> = body.as_bytes().chunks(size).flat_map(chunk).collect();
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice();
        let server = Server::answering([
            Response::raw([head, &pieces, b"0\r\n\r\n"].concat()),
            Response::json(200, body),
        ])
        .await;
        let builder = carrier.with(Http::default(), MastodonClient::builder());
        let client = builder.base_url(server.origin()).build().unwrap();
        for _ in 0..2 {
            let request = client.oauth_token_post().client_credentials().client_id("id");
            let request = request.client_secret("s").redirect_uri("https://app.example/cb");
            let whole = request.send().await.unwrap().access_token;
            assert!(whole.expose_secret() == token, "{length} in pieces of {size}");
        }
    }
}

/// What the server sees does not tell by what it was sent.
#[tokio::test]
async fn carriers_write_the_same() {
    let server = Server::answering([Response::json(200, GOOD)]).await;
    for call in all() {
        let mut written = Vec::new();
        for carrier in [Carrier::Reqwest, Carrier::Hyper] {
            call.send(carrier, &server.origin()).await;
            let seen = server.requests().pop().unwrap();
            let mut headers = seen.headers.clone();
            headers.retain(|(name, _)| !name.eq_ignore_ascii_case("user-agent"));
            headers.sort();
            written.push((seen.method, seen.target, seen.version, headers, seen.body));
        }
        assert_eq!(written[0], written[1], "{}", call.name);
    }
}

#[tokio::test]
async fn hyper_shows_the_user_agent_that_is_asked_for() {
    let server = Server::start().await;
    let own = HyperTransport::builder().user_agent("shop/1.0");
    let none = HyperTransport::builder().user_agent("no\nheader");
    for (builder, expected) in [
        (HyperTransport::builder(), Some(concat!("oauth-runtime/", env!("CARGO_PKG_VERSION")))),
        (own, Some("shop/1.0")),
        (none, None),
    ] {
        revoke(&over(builder.build().unwrap(), &server.origin()), PATIENCE).await.unwrap();
        assert_eq!(server.requests().pop().unwrap().header("user-agent"), expected);
    }
}

#[tokio::test]
async fn hyper_keeps_no_more_connections_than_told() {
    let server = Server::start().await;
    let transport = HyperTransport::builder().pool_max_idle_per_host(0).build().unwrap();
    let client = over(transport, &server.origin());
    for _ in 0..3 {
        revoke(&client, PATIENCE).await.unwrap();
    }
    assert_eq!(server.connections(), 3);

    let server = Server::start().await;
    let builder = HyperTransport::builder().pool_idle_timeout(Duration::from_millis(10));
    let client = over(builder.build().unwrap(), &server.origin());
    for _ in 0..2 {
        revoke(&client, PATIENCE).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.connections(), 2);
}

/// A server that takes connections and never says a word of TLS.
#[tokio::test]
async fn handshake_without_an_end_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    let short = Duration::from_millis(200);
    let by_connection = HyperTransport::builder().connect_timeout(short).build().unwrap();
    let reqwest = || MastodonClient::builder().base_url(&origin);
    let own = || reqwest::Client::builder();
    for (client, time) in [
        (over(by_connection, &origin), PATIENCE),
        (over(HyperTransport::new().unwrap(), &origin), short),
        (reqwest().connect_timeout(short).build().unwrap(), PATIENCE),
        (reqwest().build().unwrap(), short),
        (reqwest().reqwest(own()).build().unwrap(), short),
        (reqwest().reqwest_client(own().build().unwrap()).build().unwrap(), short),
    ] {
        let started = Instant::now();
        let result = revoke(&client, time).await;
        assert_failed(result, TransportErrorKind::Timeout, Delivery::NotSent);
        assert!((short..PATIENCE / 2).contains(&started.elapsed()), "{:?}", started.elapsed());
    }
}

/// `http` goes to this machine, also where a resolver knows another by its name.
#[tokio::test]
async fn localhost_is_nowhere_else() {
    let server = Server::start().await;
    let port = server.origin().rsplit(':').next().unwrap().to_owned();
    let elsewhere = "192.0.2.1:0".parse().unwrap();
    let here = "127.0.0.1:0".parse().unwrap();
    for host in ["localhost", "vendor.localhost"] {
        let origin = format!("http://{host}:{port}");
        let only = HyperTransport::builder().resolve(host, [elsewhere]).build().unwrap();
        let started = Instant::now();
        let result = revoke(&over(only, &origin), PATIENCE).await;
        assert_failed(result, TransportErrorKind::Connect, Delivery::NotSent);
        assert!(started.elapsed() < Duration::from_secs(1), "it was tried");

        let both = HyperTransport::builder().resolve(host, [elsewhere, here]).build().unwrap();
        revoke(&over(both, &origin), PATIENCE).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (2, 2));
}

#[test]
fn hyper_takes_no_proxy_from_the_environment() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "carriers::connection_is_kept_for_the_next_call::over_hyper"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(name, "http://127.0.0.1:9");
    }
    let done = again.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let shown = String::from_utf8_lossy(&done.stdout);
    assert!(shown.contains("1 passed; 0 failed"), "{shown}");
}

/// Not even with repetition, which has a clock of the same runtime.
#[test]
fn hyper_needs_a_runtime_and_says_so() {
    let client = over(HyperTransport::new().unwrap(), "http://127.0.0.1:9");
    let request = client.oauth_revoke_post().client_id("id").client_secret("canary-secret");
    let call = request.token("canary-token").send().retry(Retry::times(3));
    let mut call = pin!(call);
    let Poll::Ready(result) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nobody would wake it");
    };
    assert_failed(result, TransportErrorKind::NoRuntime, Delivery::NotSent);
}
