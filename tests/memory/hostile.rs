//! Bodies that want to cost more than their bytes: 1 MiB of a server's makes less than 4 MiB at the peak, body included,
//! whatever it is read as.

use bytes::Bytes;
use http::StatusCode;
use oauth_providers::mastodon::MastodonClient;
use oauth_providers::usps::UspsClient;
use oauth_runtime::transport::{Limits, Transport, TransportFuture};
use oauth_runtime::{ClientCredentials, Error, SecretString, Token, oauth_api};

use crate::{MEMORY, alone};

const MIB: usize = 1024 * 1024;
const LIMIT: usize = 4 * MIB;

/// Answers everything with one body, made anew for each call.
struct Answer(StatusCode, Vec<u8>);

impl Transport for Answer {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        let mut response = http::Response::new(Bytes::from(self.1.clone()));
        *response.status_mut() = self.0;
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// An author's model, which has a part of the page only.
#[derive(serde::Deserialize)]
struct Part {
    #[serde(rename = "access_token")]
    _access_token: SecretString,
}

/// A vendor whose answers are read as this crate's token, or as a model of an author.
#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    /// A token.
    #[post("/token", allow(unauthenticated_client))]
    #[grant(client_credentials)]
    fn token(grant_type: String) -> Token;

    /// A part of a token response.
    #[post("/part", token)]
    fn part(client_id: String) -> Part;

    /// Nothing, whatever comes.
    #[post("/nothing")]
    fn nothing(client_id: String);
}

/// What fills a value: how it begins, what comes again and again, and how it ends.
const FILLINGS: [(&str, &str, &str, &str); 9] = [
    ("objects with an empty name", "[", r#"{"":0},"#, "0]"),
    ("small objects", "[", r#"{"a":{"b":{}}},"#, "0]"),
    ("objects side by side", "{", r#""a":{"a":0},"#, r#""b":0}"#),
    ("zeros", "[", "0,", "0]"),
    ("empty lists", "[", "[],", "0]"),
    ("empty texts", "[", r#""","#, "0]"),
    ("floats", "[", "1e9,", "0]"),
    ("escapes", "\"", r"\u0041", "\""),
    ("a text", "\"", "x", "\""),
];

fn filled(begin: &str, piece: &str, end: &str, room: usize) -> String {
    let times = (room - begin.len() - end.len()) / piece.len();
    [begin, &piece.repeat(times), end].concat()
}

/// A body of a server, and how the calls are named that it is read by, each with a status.
struct Row {
    name: String,
    body: Vec<u8>,
    calls: &'static [(&'static str, StatusCode)],
}

const ALL: &[(&str, StatusCode)] = &[
    ("`Token`", StatusCode::OK),
    ("an author's model", StatusCode::OK),
    ("Mastodon's model", StatusCode::OK),
    ("nothing", StatusCode::OK),
    ("`Token`", StatusCode::BAD_REQUEST),
];

const TOKENS: &[(&str, StatusCode)] =
    &[("`Token`", StatusCode::OK), ("USPS's model", StatusCode::OK)];

/// The bodies: each filling under a name that nobody knows and as an `error`, some under the names that are known, and
/// objects of very many members.
fn rows() -> Vec<Row> {
    let token = r#""access_token":"at","token_type":"Bearer","expires_in":3600"#;
    let mut rows = Vec::new();
    for (at, (name, begin, piece, end)) in FILLINGS.into_iter().enumerate() {
        let value = filled(begin, piece, end, MIB - 200);
        for member in ["x", "error"] {
            let body = format!("{{{token},\"{member}\":{value}}}").into_bytes();
            rows.push(Row { name: format!("{name} as `{member}`"), body, calls: ALL });
        }
        let known = ["error_description", "scope", "refresh_token", "expires_in", "token_type"];
        let member = known[at % known.len()];
        let body = format!(r#"{{"access_token":"at","{member}":{value}}}"#).into_bytes();
        rows.push(Row { name: format!("{name} as `{member}`"), body, calls: TOKENS });
    }
    let many = |piece: &str| {
        let members = piece.repeat((MIB - 200) / piece.len());
        format!("{{{members}{token}}}").into_bytes()
    };
    let names: String = (0_u32..).map(|it| format!(r#""{it:x}":0,"#)).take(90_000).collect();
    let odd = [b"{\"x\":\"".to_vec(), vec![0xff; MIB - 200], format!("\",{token}}}").into_bytes()];
    for (name, body) in [
        ("members with one name", many(r#""":0,"#)),
        ("members with an escaped name", many(r#""\u0061":0,"#)),
        ("members with odd values", many(r#""a":1e999,"#)),
        ("members with names", format!("{{{names}{token}}}").into_bytes()),
        ("bytes that are no text", odd.concat()),
    ] {
        rows.push(Row { name: name.to_owned(), body, calls: TOKENS });
    }
    assert!(rows.iter().all(|row| row.body.len() <= MIB));
    rows
}

type Call = fn(StatusCode, Vec<u8>) -> Result<(), Error>;

/// The response is there at once, so that nothing else happens meanwhile.
fn now<T>(call: impl Future<Output = Result<T, Error>>) -> Result<(), Error> {
    use std::task::{Context, Poll, Waker};
    let poll = std::pin::pin!(call).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(result) = poll else { panic!("a response that is there is there") };
    result.map(drop)
}

const CALLS: [(&str, Call); 5] = [
    ("`Token`", |status, body| {
        let client = VendorClient::builder().transport(Answer(status, body)).build().unwrap();
        now(client.token().client_credentials().send())
    }),
    ("an author's model", |status, body| {
        let client = VendorClient::builder().transport(Answer(status, body)).build().unwrap();
        now(client.part().client_id("i").send())
    }),
    ("nothing", |status, body| {
        let client = VendorClient::builder().transport(Answer(status, body)).build().unwrap();
        now(client.nothing().client_id("i").send())
    }),
    ("Mastodon's model", |status, body| {
        let client = MastodonClient::builder().base_url("https://social.example");
        let client = client.transport(Answer(status, body)).build().unwrap();
        let call = client.oauth_token_post().authorization_code().client_id("i");
        now(call.client_secret("made-up").redirect_uri("https://app.example").code("c0de").send())
    }),
    ("USPS's model", |status, body| {
        let client = UspsClient::builder().credentials(ClientCredentials::new("i", "made-up"));
        let client = client.transport(Answer(status, body)).build().unwrap();
        let call = client.post_token().client_credentials().client_id("i");
        now(call.client_secret("made-up").send())
    }),
];

#[tokio::test]
async fn body_of_1_mib_takes_less_than_4_mib() {
    let _alone = alone().await;
    let mut wrong = Vec::new();
    let mut most = (0, String::new());
    for Row { name, body, calls } in rows() {
        for (kind, status) in calls {
            let (_, call) = CALLS.into_iter().find(|(own, _)| own == kind).unwrap();
            let mine = body.clone();
            let length = mine.capacity();
            MEMORY.reset_peak_usage();
            let before = MEMORY.current_usage();
            let result = call(*status, mine);
            let ends = result.as_ref().map_or_else(ToString::to_string, |()| "a value".to_owned());
            let peak = MEMORY.peak_usage().saturating_sub(before);
            drop(result);
            let left = MEMORY.current_usage().saturating_sub(before - length);
            let row = format!("{name}, read as {kind}, {status}: {ends}");
            if peak > most.0 {
                most = (peak, row.clone());
            }
            if peak >= LIMIT || left > 64 * 1024 {
                wrong.push(format!("{} KiB at the peak, {left} left: {row}", peak / 1024));
            }
        }
    }
    println!("at most {} KiB: {}", most.0 / 1024, most.1);
    assert!(most.0 > MIB, "nothing was measured");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
