//! One row, one server: every endpoint is called at it once, and once more with repetition on.

use std::time::{Duration, Instant};

use oauth_runtime::description::ResponseKind;
use oauth_tests::{Carrier, Response, Server, nobody, over_each_carrier};

use crate::endpoints::{Again, Call, all};
use crate::matrix::{self, GOOD};
use crate::outcome::Outcome::{self, *};

/// What is expected of a server, by what the endpoint takes for a success.
#[derive(Clone, Copy)]
struct Expected {
    /// Where a value is declared.
    json: Outcome,
    /// Where the body is ignored.
    nothing: Outcome,
    /// Whether a call that does no harm is repeated, where that is asked for.
    again: bool,
}

fn same(outcome: Outcome) -> Expected {
    Expected { json: outcome, nothing: outcome, again: false }
}

fn again(outcome: Outcome) -> Expected {
    Expected { again: true, ..same(outcome) }
}

fn ignored_where_nothing_is_declared(json: Outcome) -> Expected {
    Expected { nothing: Value, ..same(json) }
}

impl Expected {
    fn of(self, call: &Call) -> Outcome {
        match call.answer() {
            ResponseKind::Json | ResponseKind::RedirectOrJson => self.json,
            _ => self.nothing,
        }
    }
}

fn raw(text: &str) -> Response {
    Response::raw(text.replace('\n', "\r\n"))
}

/// One row: its name, the answer, and what is expected.
type Row = (&'static str, Response, Expected);

/// Answers that are no HTTP, late, cut off or too large.
fn broken_http() -> Vec<Row> {
    let ok = "HTTP/1.1 200 OK\nContent-Type: application/json\n";
    let many = "X-Header: 1\n".repeat(5000);
    let long = "x".repeat(1024 * 1024);
    let with_ok = |rest: &str| raw(&format!("{ok}{rest}"));
    vec![
        ("never answers", Response::hang(), same(Timeout)),
        (
            "stops in the body",
            Response::json(200, GOOD).drip(Duration::from_secs(60)),
            same(Timeout),
        ),
        (
            "one byte at a time",
            Response::json(200, "{}".repeat(20)).drip(Duration::from_millis(200)),
            same(Timeout),
        ),
        (
            "head after the deadline",
            Response::json(200, GOOD).slow(Duration::from_secs(30)),
            same(Timeout),
        ),
        ("resets after the request", Response::reset(), again(Ambiguous)),
        ("closes after the request", Response::close(), again(Ambiguous)),
        ("resets in mid-head", raw("HTTP/1.1 200 OK\nConte"), again(Ambiguous)),
        ("resets in mid-body", Response::json(200, GOOD).reset_after(3), again(Ambiguous)),
        ("body shorter than announced", Response::json(200, GOOD).cut_after(3), again(Ambiguous)),
        (
            "body longer than announced",
            with_ok("Content-Length: 3\n\n{\"a\":1}"),
            ignored_where_nothing_is_declared(Malformed),
        ),
        ("two lengths", with_ok("Content-Length: 2\nContent-Length: 3\n\n{}"), same(Protocol)),
        ("a length that is none", with_ok("Content-Length: two\n\n{}"), same(Protocol)),
        (
            "a length and chunks",
            with_ok(&format!(
                "Content-Length: 3\nTransfer-Encoding: chunked\n\n{:x}\n{GOOD}\n0\n\n",
                GOOD.len()
            )),
            same(Value),
        ),
        (
            "a chunk size that is none",
            with_ok("Transfer-Encoding: chunked\n\nxyz\n{}\n0\n\n"),
            same(Protocol),
        ),
        (
            "a chunk longer than its size",
            with_ok("Transfer-Encoding: chunked\n\n1\n{}\n0\n\n"),
            same(Protocol),
        ),
        ("missing last chunk", with_ok("Transfer-Encoding: chunked\n\n3\n{} \n"), again(Ambiguous)),
        (
            "HTTP/1.0 without a length",
            raw(&format!("HTTP/1.0 200 OK\nContent-Type: application/json\n\n{GOOD}")),
            same(Value),
        ),
        (
            "TLS on a plain port",
            Response::raw(&b"\x15\x03\x01\x00\x02\x02\x46"[..]),
            same(Protocol),
        ),
        ("a page without a head", raw("<html>\n\n"), same(Protocol)),
        (
            "five thousand headers",
            with_ok(&format!("{many}Content-Length: 2\n\n{{}}")),
            same(Protocol),
        ),
        (
            "a header of one megabyte",
            with_ok(&format!("X-Long: {long}\nContent-Length: 2\n\n{{}}")),
            same(Protocol),
        ),
        (
            "a gzip bomb",
            Response::json(200, oauth_tests::bomb().unwrap()).header("Content-Encoding", "gzip"),
            same(TooLarge),
        ),
        (
            "more than the limit, announced",
            Response::json(200, vec![b' '; 64 * 1024 + 1]),
            same(TooLarge),
        ),
        (
            "more than the limit, until it closes",
            with_ok(&format!("Connection: close\n\n{}", " ".repeat(64 * 1024 + 1))),
            same(TooLarge),
        ),
        ("ten gigabytes, announced", with_ok("Content-Length: 10000000000\n\n{}"), same(TooLarge)),
    ]
}

/// Successes whose body is not what is declared.
fn odd_bodies() -> Vec<Row> {
    let nested = "[".repeat(60_000);
    let unless_ignored = ignored_where_nothing_is_declared(Malformed);
    let good_with =
        |member: &[u8]| [&GOOD.as_bytes()[..GOOD.len() - 1], b",", member, b"}"].concat();
    vec![
        ("nested as deep as fits", Response::json(200, nested), unless_ignored),
        (
            "nested in what nobody reads",
            Response::json(200, good_with(format!("\"x\":{}", "[".repeat(60_000)).as_bytes())),
            unless_ignored,
        ),
        ("a byte order mark", Response::json(200, format!("\u{feff}{GOOD}")), same(Value)),
        (
            "no UTF-8 where nobody reads",
            Response::json(200, good_with(b"\"x\":\"\xff\"")),
            same(Value),
        ),
        ("twice what nobody reads", Response::json(200, good_with(br#""x":1,"x":2"#)), same(Value)),
        ("bytes after the value", Response::json(200, format!("{GOOD} x")), unless_ignored),
        ("two values", Response::json(200, GOOD.repeat(2)), unless_ignored),
        ("a prefix against scripts", Response::json(200, format!(")]}}'\n{GOOD}")), unless_ignored),
        ("a list", Response::json(200, format!("[{GOOD}]")), unless_ignored),
        ("a string", Response::json(200, "\"canary-echo\""), unless_ignored),
        ("null", Response::json(200, "null"), unless_ignored),
        ("a page with 200", Response::html(200, "<html>canary-echo"), unless_ignored),
        ("a success as plain text", Response::text(200, GOOD), same(Value)),
        ("42 200 without a body", Response::new(200), unless_ignored),
        ("42 204", Response::new(204), unless_ignored),
        (
            "numbers as text and fractions",
            Response::json(200, GOOD.replace("3600", "\"3599.5\"")),
            same(Value),
        ),
        ("a number beyond all", Response::json(200, GOOD.replace("3600", "1e400")), same(Value)),
        (
            "a life time in words",
            Response::json(200, GOOD.replace("3600", "\"never\"")),
            same(Value),
        ),
        (
            "a type of token in capitals",
            Response::json(200, GOOD.replace("bearer", "BEARER")),
            same(Value),
        ),
        ("a list of scopes", Response::json(200, good_with(br#""scope":["a","b"]"#)), same(Value)),
        (
            "no refresh token after all",
            Response::json(200, good_with(br#""refresh_token":"""#)),
            same(Value),
        ),
    ]
}

/// The server says no.
fn verdicts() -> Vec<Row> {
    let delayed = |status, delay: &str| Response::new(status).header("Retry-After", delay);
    let later = "Fri, 31 Dec 9999 23:59:59 GMT";
    let verdict = r#"{"error":"invalid_grant"}"#;
    let mut rows = vec![
        (
            "an error as a form, with 200",
            Response::new(200)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("error=invalid_grant"),
            same(OAuth),
        ),
        (
            "an error as a form, with 400",
            Response::new(400)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("error=invalid_grant"),
            same(OAuth),
        ),
        ("a page with 401", Response::html(401, "<html>canary-echo"), same(Refused)),
        ("a page with 404", Response::html(404, "<html>canary-echo"), same(Refused)),
        ("a page with 500", Response::html(500, "<html>canary-echo"), again(Throttled)),
        ("an error with 200", Response::json(200, verdict), same(OAuth)),
        (
            "an error beside a token",
            Response::json(200, GOOD.replacen('{', r#"{"error":"access_denied","#, 1)),
            same(OAuth),
        ),
        (
            "a challenge without a body",
            Response::new(401).header("WWW-Authenticate", r#"Bearer error="invalid_client""#),
            same(OAuth),
        ),
        (
            "a challenge without an error",
            Response::new(401).header("WWW-Authenticate", r#"Basic realm="canary-echo""#),
            same(Refused),
        ),
        ("40 429 with a delay", delayed(429, "120"), same(Throttled)),
        ("40 429 with a date", delayed(429, later), same(Throttled)),
        (
            "40 429 with a date of the past",
            delayed(429, "Sun, 06 Nov 1994 08:49:37 GMT"),
            again(Throttled),
        ),
        ("40 429 with nothing to wait for", delayed(429, "0"), again(Throttled)),
        ("40 429 with a negative delay", delayed(429, "-5"), again(Throttled)),
        ("40 429 with nonsense", delayed(429, "canary-echo soon"), again(Throttled)),
        ("40 429 with 10^12 seconds", delayed(429, "1000000000000"), same(Throttled)),
        ("41 500 with a verdict", Response::json(500, verdict), again(Throttled)),
        ("41 502", Response::new(502), again(Throttled)),
        ("41 503 with a delay", delayed(503, "120"), same(Throttled)),
        ("41 503 with nothing to wait for", delayed(503, "0"), again(Throttled)),
        ("41 503 with a verdict", Response::json(503, verdict), again(Throttled)),
        ("41 504", Response::new(504), again(Throttled)),
        ("as a page", Response::html(501, "<html>"), same(Throttled)),
        ("a success that is none", Response::json(400, GOOD), same(Refused)),
    ];
    for (name, status) in
        [("39 403", 403), ("39 404", 404), ("39 405", 405), ("39 410", 410), ("39 415", 415)]
    {
        // A member that no declaration names for its reason.
        rows.push((name, Response::json(status, r#"{"fault":"canary-echo"}"#), same(Refused)));
        rows.push((name, Response::html(status, "<html>canary-echo"), same(Refused)));
    }
    rows
}

over_each_carrier! {
    every_server_against_every_endpoint,
    descriptions_that_tell_are_redacted_and_escaped,
    redirects_go_nowhere,
    dangerous_tokens_are_refused_by_every_model,
    revocation_takes_any_success,
    refused_connection_reaches_nobody,
}

async fn every_server_against_every_endpoint(carrier: Carrier) {
    let mut wrong = Vec::new();
    let calls = all();
    for (name, response, expected) in [broken_http(), odd_bodies(), verdicts()].concat() {
        // What ends by itself is given all the time it needs.
        let within =
            if matches!(expected.json, Timeout) { matrix::DEADLINE } else { matrix::PATIENCE };
        for retry in [None, Some(matrix::retry())] {
            let server = Server::answering([response.clone()]).await;
            let started = Instant::now();
            let outcomes = matrix::call_all(carrier, &server.origin(), within, retry).await;
            assert!(started.elapsed() < matrix::PATIENCE, "{name}: {:?}", started.elapsed());
            if retry.is_none() {
                matrix::print(name, &outcomes);
            }
            wrong.extend(matrix::compare(name, &calls, &outcomes, |call| expected.of(call)));
            for (call, arrived) in calls.iter().zip(arrivals(&server, calls.len())) {
                let repeated = expected.again && call.again == Again::Harmless;
                if arrived != 1 + usize::from(retry.is_some() && repeated) {
                    wrong.push(format!("{name}: {arrived} requests of {}", call.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// How many requests arrived of each call.
fn arrivals(server: &Server, calls: usize) -> Vec<usize> {
    let mut arrived = vec![0; calls];
    for seen in server.requests() {
        let index: usize = seen.path().split('/').nth(1).unwrap().parse().unwrap();
        arrived[index] += 1;
    }
    arrived
}

/// A description with line breaks, escapes and bidi marks, too long, that repeats all that was sent.
async fn descriptions_that_tell_are_redacted_and_escaped(carrier: Carrier) {
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
        assert_eq!(call.send(carrier, &server.origin()).await, OAuth, "{}", call.name);
    }
}

/// Nothing reaches the host that is named, neither body nor `Authorization`.
async fn redirects_go_nowhere(carrier: Carrier) {
    let mut wrong = Vec::new();
    let expected = |call: &Call| if call.answer().is_redirect() { Value } else { Redirect };
    for (name, status) in [
        ("18 301 to another host", 301),
        ("18 302 to another host", 302),
        ("18 303 to another host", 303),
        ("19 307 to another host", 307),
        ("19 308 to another host", 308),
    ] {
        let elsewhere = Server::start().await;
        let answer = Response::redirect(status, &elsewhere.url("/?code=canary-echo"));
        let server = Server::answering([answer]).await;
        wrong.extend(called_once(carrier, name, &server, expected).await);
        assert_eq!(elsewhere.connections(), 0, "{name}");
    }
    let server = Server::with(|seen| Response::redirect(302, &seen.target)).await;
    wrong.extend(called_once(carrier, "21 302 to itself", &server, expected).await);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A row in which nothing is repeated.
async fn called_once(
    carrier: Carrier,
    name: &str,
    server: &Server,
    expected: impl Fn(&Call) -> Outcome,
) -> Vec<String> {
    let (calls, origin) = (all(), server.origin());
    let outcomes =
        matrix::call_all(carrier, &origin, matrix::PATIENCE, Some(matrix::retry())).await;
    matrix::print(name, &outcomes);
    assert_eq!(arrivals(server, calls.len()), vec![1; calls.len()], "{name}");
    matrix::compare(name, &calls, &outcomes, expected)
}

/// For the models of the vendors: what is no token is not taken for one.
async fn dangerous_tokens_are_refused_by_every_model(carrier: Carrier) {
    let with = |token: &str| format!(r#"{{"access_token":{token},"token_type":"bearer"}}"#);
    let rows = [
        ("the token twice", with(r#""canary-echo","access_token":"canary-echo""#).into_bytes()),
        ("an empty token", with(r#""""#).into_bytes()),
        ("a token that is null", with("null").into_bytes()),
        ("a token that is a number", with("7").into_bytes()),
        ("a token with CR LF", with(r#""canary-echo\r\nX: 1""#).into_bytes()),
        ("a token with a blank", with(r#""canary-echo ""#).into_bytes()),
        ("a token beyond ASCII", with(r#""canary-echoä""#).into_bytes()),
        ("a token that is not UTF-8", [&b"{\"access_token\":\"canary-echo\xff\"}"[..]].concat()),
        ("the token under `data`", format!(r#"{{"data":{}}}"#, with(r#""canary-echo""#)).into()),
        ("the token in camel case", br#"{"accessToken":"canary-echo"}"#.to_vec()),
        ("no token", b"{}".to_vec()),
    ];
    let endpoints =
        ["post_token", "oauth_access_token", "generate_oauth_token", "oauth_token_post"];
    let mut refused = 0;
    for call in all().iter().filter(|call| endpoints.contains(&call.name)) {
        for (name, body) in &rows {
            let server = Server::answering([Response::json(200, body.clone())]).await;
            assert_eq!(
                call.send(carrier, &server.origin()).await,
                Malformed,
                "{name} at {}",
                call.name
            );
            assert_eq!(server.requests().len(), 1, "{name}");
            refused += 1;
        }
    }
    assert_eq!(refused, 5 * rows.len());
}

/// What the endpoints that invalidate a token make of the answers that there are to it.
async fn revocation_takes_any_success(carrier: Carrier) {
    let mut revoking = 0;
    for call in all().iter().filter(|call| call.name.contains("revoke")) {
        // Two vendors document a JSON body: without it, nothing is known.
        let documented = matches!(call.answer(), ResponseKind::Json);
        let unless_documented = if documented { Malformed } else { Value };
        for (response, expected) in [
            (Response::new(200), unless_documented),
            (Response::new(204), unless_documented),
            (Response::text(200, "revoked"), unless_documented),
            (Response::json(200, "{}"), Value),
            (Response::json(404, "{}"), Refused),
            (Response::new(503), Throttled),
        ] {
            let server = Server::answering([response.clone()]).await;
            assert_eq!(
                call.send(carrier, &server.origin()).await,
                expected,
                "{response:?} at {}",
                call.name
            );
            assert_eq!(server.requests().len(), 1);
        }
        revoking += 1;
    }
    assert_eq!(revoking, 5);
}

async fn refused_connection_reaches_nobody(carrier: Carrier) {
    let origin = nobody();
    for retry in [None, Some(matrix::retry())] {
        let outcomes = matrix::call_all(carrier, &origin, matrix::PATIENCE, retry).await;
        matrix::print("connection that is refused", &outcomes);
        let wrong = matrix::compare("connection that is refused", &all(), &outcomes, |_| NotSent);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
