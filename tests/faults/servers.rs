//! One row, one server: every endpoint is called at it once.

use std::task::Poll;
use std::time::Duration;

use oauth_runtime::AnswerKind;
use oauth_tests::{Response, Server};

use crate::endpoints::{Call, all};
use crate::outcome::Outcome::{self, *};

/// What is expected of a server, by what the endpoint takes for a success.
#[derive(Clone, Copy)]
struct Expected {
    /// Where a value is declared.
    json: Outcome,
    /// Where the body is ignored.
    nothing: Outcome,
}

fn same(outcome: Outcome) -> Expected {
    Expected { json: outcome, nothing: outcome }
}

fn ignored_where_nothing_is_declared(json: Outcome) -> Expected {
    Expected { json, nothing: Value }
}

impl Expected {
    fn of(self, call: &Call) -> Outcome {
        match call.answer() {
            AnswerKind::Json | AnswerKind::RedirectOrJson => self.json,
            _ => self.nothing,
        }
    }
}

fn raw(text: &str) -> Response {
    Response::raw(text.replace('\n', "\r\n"))
}

/// One row: its name, with the number that the project counts it by, the answer, and what is expected.
type Row = (&'static str, Response, Expected);

/// Answers that are no HTTP, late, cut off or too large.
fn broken_http() -> Vec<Row> {
    let ok = "HTTP/1.1 200 OK\nContent-Type: application/json\n";
    let many = "X-Header: 1\n".repeat(5000);
    let long = "x".repeat(1024 * 1024);
    vec![
        ("3 never answers", Response::hang(), same(Timeout)),
        (
            "4 one byte at a time",
            Response::json(200, "{}".repeat(20)).drip(Duration::from_millis(200)),
            same(Timeout),
        ),
        (
            "4 head after the deadline",
            Response::json(200, "{}").slow(Duration::from_secs(2)),
            same(Timeout),
        ),
        ("5 resets after the request", Response::reset(), same(Ambiguous)),
        ("5 closes after the request", Response::close(), same(Ambiguous)),
        ("7 resets in mid-body", Response::json(200, "{\"a\":1}").reset_after(3), same(Ambiguous)),
        (
            "8 body shorter than announced",
            Response::json(200, "{\"a\":1}").cut_after(3),
            same(Ambiguous),
        ),
        (
            "9 body longer than announced",
            raw(&format!("{ok}Content-Length: 3\n\n{{\"a\":1}}")),
            ignored_where_nothing_is_declared(Malformed),
        ),
        (
            "10 two lengths",
            raw(&format!("{ok}Content-Length: 2\nContent-Length: 3\n\n{{}}")),
            same(Protocol),
        ),
        (
            "12 missing last chunk",
            raw(&format!("{ok}Transfer-Encoding: chunked\n\n3\n{{}} \n")),
            same(Ambiguous),
        ),
        (
            "14 TLS on a plain port",
            Response::raw(&b"\x15\x03\x01\x00\x02\x02\x46"[..]),
            same(Protocol),
        ),
        (
            "15 five thousand headers",
            raw(&format!("{ok}{many}Content-Length: 2\n\n{{}}")),
            same(Protocol),
        ),
        (
            "15 a header of one megabyte",
            raw(&format!("{ok}X-Long: {long}\nContent-Length: 2\n\n{{}}")),
            same(Protocol),
        ),
        (
            "24 more than the limit, announced",
            Response::json(200, vec![b' '; 64 * 1024 + 1]),
            same(TooLarge),
        ),
    ]
}

/// Successes whose body is not what is declared.
fn odd_bodies() -> Vec<Row> {
    let nested = "[".repeat(60_000);
    vec![
        (
            "26 nested as deep as fits",
            Response::json(200, nested),
            ignored_where_nothing_is_declared(Malformed),
        ),
        (
            "31 bytes after the value",
            Response::json(200, "{} x"),
            ignored_where_nothing_is_declared(Malformed),
        ),
        (
            "31 two values",
            Response::json(200, "{}{}"),
            ignored_where_nothing_is_declared(Malformed),
        ),
        (
            "31 a prefix against scripts",
            Response::json(200, ")]}'\n{}"),
            ignored_where_nothing_is_declared(Malformed),
        ),
        ("32 a list", Response::json(200, "[]"), ignored_where_nothing_is_declared(Malformed)),
        ("32 a string", Response::json(200, "\"x\""), ignored_where_nothing_is_declared(Malformed)),
        ("32 null", Response::json(200, "null"), ignored_where_nothing_is_declared(Malformed)),
        (
            "35 a page with 200",
            Response::html(200, "<html>"),
            ignored_where_nothing_is_declared(Malformed),
        ),
        ("42 200 without a body", Response::new(200), ignored_where_nothing_is_declared(Malformed)),
        ("42 204", Response::new(204), ignored_where_nothing_is_declared(Malformed)),
    ]
}

/// The server says no.
fn verdicts() -> Vec<Row> {
    vec![
        ("35 a page with 401", Response::html(401, "<html>"), same(Refused)),
        ("35 a page with 404", Response::html(404, "<html>"), same(Refused)),
        ("35 a page with 500", Response::html(500, "<html>"), same(Throttled)),
        ("36 an error with 200", Response::json(200, r#"{"error":"invalid_grant"}"#), same(OAuth)),
        (
            "38 a challenge without a body",
            Response::new(401).header("WWW-Authenticate", r#"Bearer error="invalid_client""#),
            same(OAuth),
        ),
        ("39 403", Response::json(403, "{}"), same(Refused)),
        ("39 405", Response::html(405, ""), same(Refused)),
        ("39 415", Response::text(415, "no"), same(Refused)),
        ("40 429 with a delay", Response::new(429).header("Retry-After", "120"), same(Throttled)),
        (
            "40 429 with nonsense",
            Response::new(429).header("Retry-After", "-5, soon"),
            same(Throttled),
        ),
        ("41 500", Response::new(500), same(Throttled)),
        ("41 502", Response::new(502), same(Throttled)),
        (
            "41 503 with a verdict",
            Response::json(503, r#"{"error":"invalid_grant"}"#),
            same(Throttled),
        ),
        ("41 504", Response::new(504), same(Throttled)),
    ]
}

#[tokio::test]
async fn every_server_against_every_endpoint() {
    let mut wrong = Vec::new();
    for (name, response, expected) in [broken_http(), odd_bodies(), verdicts()].concat() {
        // What ends by itself is given all the time it needs.
        let within = if matches!(expected.json, Timeout) {
            Duration::from_millis(400)
        } else {
            Duration::from_secs(20)
        };
        let server = Server::answering([response]).await;
        let (calls, origin) = (all(), server.origin());
        let outcomes = join_all(calls.iter().map(|call| call.send_within(within, &origin))).await;
        let mut row = format!("{name:38}");
        for (call, outcome) in calls.iter().zip(outcomes) {
            if outcome != expected.of(call) {
                wrong.push(format!("{name}: {outcome:?} at {}", call.name));
            }
            row.push(' ');
            row.extend(format!("{outcome:?}").chars().take(4));
        }
        println!("{row}");
        let requests = server.requests().len();
        if requests != calls.len() {
            wrong.push(format!("{name}: {requests} requests for {} calls", calls.len()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Awaits all at once, in one task.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, output) in &mut running {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(value) => *output = Some(value),
                    Poll::Pending => pending = true,
                }
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}

/// Row 61: a description with line breaks, escapes and bidi marks, too long, that repeats all that was sent.
#[tokio::test]
async fn descriptions_that_tell_are_redacted_and_escaped() {
    for call in all() {
        let server = Server::with(|seen| {
            let headers: Vec<&str> = seen.headers.iter().map(|(_, value)| value.as_str()).collect();
            let sent = format!(
                "{} {} {}",
                seen.text(),
                seen.query().unwrap_or_default(),
                headers.join(" ")
            );
            let description = format!("{sent} \r\n\u{1b}[31m\u{202e} {}", sent.repeat(40));
            let body =
                serde_json::json!({"error": "invalid_request", "error_description": description});
            Response::json(400, body.to_string()).header("WWW-Authenticate", "Bearer error=\"x\"")
        })
        .await;
        assert_eq!(call.send(&server.origin()).await, OAuth, "{}", call.name);
    }
}

#[tokio::test]
async fn redirects_go_nowhere() {
    for status in [301, 302, 303, 307, 308] {
        for call in all() {
            let elsewhere = Server::start().await;
            let server = Server::answering([Response::redirect(
                status,
                &elsewhere.url("/?code=canary-echo"),
            )])
            .await;
            let expected = if call.answer().is_redirect() { Value } else { Redirect };
            assert_eq!(call.send(&server.origin()).await, expected, "{status} at {}", call.name);
            assert_eq!(server.requests().len(), 1);
            assert_eq!(elsewhere.connections(), 0, "{status} at {}", call.name);
        }
    }
}

#[tokio::test]
async fn refused_connection_reaches_nobody() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for call in all() {
        assert_eq!(call.send(&origin).await, NotSent, "{}", call.name);
    }
}

/// A body without an end: what the client takes of it is bounded by the limit and the buffers on the way.
#[tokio::test]
async fn endless_body_is_dropped_at_the_limit() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let serving = tokio::spawn(async move {
        for _ in 0..all().len() {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _read = stream.read(&mut request).await.unwrap();
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat();
            let mut sent = stream.write_all(head.as_bytes()).await;
            // Bounded, should the client fail to stop.
            for _ in 0..4096 {
                if sent.is_err() {
                    break;
                }
                sent = stream.write_all(&chunk).await;
                count.fetch_add(chunk.len(), Ordering::Relaxed);
            }
            assert!(sent.is_err(), "the client took 256 MiB");
        }
    });
    for call in all() {
        assert_eq!(call.send(&origin).await, TooLarge, "{}", call.name);
    }
    serving.await.unwrap();
    let each = written.load(Ordering::Relaxed) / all().len();
    println!("taken of an endless body: {} KiB each", each / 1024);
    assert!(each < 8 * 1024 * 1024, "{each}");
}
