//! Promises that an attacker would like to break: each with what breaks it.

use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use oauth_providers::mastodon::MastodonClient;
use oauth_providers::usps::UspsClient;
use oauth_runtime::error::{BuildErrorKind, TransportErrorKind};
use oauth_runtime::{ClientCredentials, Delivery, Error, SecretString, Url, oauth_api};
use oauth_tests::{Carrier, Http, Response, Server, chain, over_each_carrier};

over_each_carrier! {
    announced_body_allocates_nothing,
    localhost_is_this_machine,
}

const SECRET: &str = "s3cret/+&\"~value";

/// A client whose revocation sends the secret as its token, and as a part of its credentials.
async fn refused(response: Response) -> Error {
    let server = Server::answering([response]).await;
    let client = UspsClient::builder().credentials(ClientCredentials::new("user", SECRET));
    let client = client.base_url(server.origin()).build().unwrap();
    client.post_revoke().token(SECRET).send().await.unwrap_err()
}

fn hex(text: &str) -> String {
    data_encoding::HEXLOWER.encode(text.as_bytes())
}

/// All of ASCII.
const EVERYTHING: percent_encoding::AsciiSet = percent_encoding::AsciiSet::EMPTY.complement();

fn percent(text: &str) -> String {
    percent_encoding::percent_encode(text.as_bytes(), &EVERYTHING).to_string()
}

fn entities(text: &str) -> String {
    let entities = text.chars().map(|character| format!("&#{};", u32::from(character)));
    entities.collect::<Vec<_>>().concat()
}

/// A server repeats what it was sent, in whatever encoding: nothing of it is in the error.
#[tokio::test]
async fn secrets_are_taken_out_whatever_their_encoding() {
    let basic = format!("user:{SECRET}");
    let json = serde_json::to_string(SECRET).unwrap();
    for (name, echoed) in [
        ("plain", SECRET.to_owned()),
        ("Basic, unpadded", BASE64_STANDARD_NO_PAD.encode(&basic)),
        ("Basic, for URLs", BASE64_URL_SAFE_NO_PAD.encode(&basic)),
        ("base64", BASE64_STANDARD.encode(SECRET)),
        ("base64 inside more", BASE64_STANDARD.encode(format!("{{\"token\":\"{SECRET}\"}}"))),
        ("hexadecimal", hex(SECRET)),
        ("JSON inside JSON", serde_json::to_string(&json).unwrap()),
        ("JSON with escapes", r#"s3cret\/+\u0026\"\u007evalue"#.to_owned()),
        ("entities by number", entities(SECRET)),
        ("percent", percent(SECRET)),
        ("percent, twice", percent(&percent(SECRET))),
        ("percent, in part", "s3cret%2F+&%22~value".to_owned()),
    ] {
        let body = serde_json::json!({ "error": "invalid_request", "error_description": echoed });
        for response in [
            Response::json(400, body.to_string()),
            Response::new(401).header(
                "WWW-Authenticate",
                format!("Bearer error=\"invalid_token\", error_description={}", quoted(&echoed)),
            ),
        ] {
            let error = refused(response).await;
            let oauth = error.oauth().unwrap();
            let told = format!("{} {error:?} {:?}", chain(&error), oauth.error_description());
            assert!(told.contains("[REDACTED]"), "{name}: {told}");
            // Whatever eight characters of it are left would be too many.
            let pieces = echoed.as_bytes().windows(8).filter_map(|it| std::str::from_utf8(it).ok());
            for piece in pieces {
                // Of `{"token":"`, ten bytes, the base64 tells nothing.
                let is_before = name == "base64 inside more" && echoed[..14].contains(piece);
                assert!(is_before || !told.contains(piece), "{name}: {piece} in {told}");
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Headers of challenges without an end are read to a bound.
#[tokio::test]
async fn challenges_are_read_to_a_bound() {
    let header = format!("Bearer error=\"invalid_token\", {}", "a,".repeat(100_000));
    let response = Response::new(401).header("WWW-Authenticate", header);
    let more = (0..10).map(|_| "b,".repeat(1_000));
    let response =
        more.fold(response, |response, header| response.header("WWW-Authenticate", header));
    let error = refused(response).await;
    assert_eq!(error.oauth().unwrap().error(), "invalid_token");
    let Error::Refused(response) = &error else { panic!("{error}") };
    let challenges = response.challenges();
    assert!((2..=8 * 1024).contains(&challenges.len()), "{}", challenges.len());
    assert!(challenges.iter().all(|challenge| challenge.scheme() != "b"), "beyond the bound");
    let length: usize = challenges.iter().map(|challenge| challenge.scheme().len()).sum();
    assert!(length <= 16 * 1024, "{length}");
}

/// Of a description without an end, an error shows and keeps a beginning; the body has it whole.
#[tokio::test]
async fn long_descriptions_are_capped() {
    let long = "x".repeat(300_000);
    let body = serde_json::json!({ "error": long, "error_description": long, "error_uri": long });
    let error = refused(Response::json(400, body.to_string())).await;
    assert!(chain(&error).len() < 1_000 && format!("{error:?}").len() < 2_000);
    assert!(error.oauth().unwrap().error_description().unwrap().len() <= 16 * 1024);
    assert_eq!(error.body().map(<[u8]>::len), Some(body.to_string().len()));
}

/// A length that a server announces is none to allocate by, whatever the client would take.
async fn announced_body_allocates_nothing(carrier: Carrier) {
    for announced in ["9223372036854775807", "1099511627776"] {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
        let server =
            Server::answering([Response::raw(format!("{head}{announced}\r\n\r\n{{}}"))]).await;
        let builder = carrier.with(
            Http::default(),
            MastodonClient::builder().credentials(ClientCredentials::new("id", "s3cret")),
        );
        let client = builder.base_url(server.origin()).max_body(usize::MAX).build().unwrap();
        let call = client.oauth_revoke_post().token("t0ken");
        let error = call.send().timeout(std::time::Duration::from_secs(2)).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Ambiguous, "{announced}: {error:?}");
    }
}

/// A base that is this machine by its name is so by its address, too.
async fn localhost_is_this_machine(carrier: Carrier) {
    let server = Server::answering([Response::json(200, "{}")]).await;
    let port = Url::parse(&server.origin()).unwrap().port().unwrap();
    let origin = format!("http://localhost:{port}");
    let client = carrier
        .on(MastodonClient::builder().credentials(ClientCredentials::new("id", "s3cret")))
        .base_url(origin)
        .build()
        .unwrap();
    let call = client.oauth_revoke_post().token("t0ken");
    call.send().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

/// A vendor whose client may authenticate by a header, or by parameters.
#[oauth_api(base_url = "https://vendor.example", auth = client_secret_basic | none)]
trait Twice {
    /// Trades a code.
    #[post("/token")]
    #[grant(
        authorization_code,
        needs(code, redirect_uri),
        may(client_id, client_secret, code_verifier)
    )]
    fn token(
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        client_id: Option<String>,
        client_secret: Option<SecretString>,
        code_verifier: Option<SecretString>,
    ) -> oauth_runtime::Token;
}

/// RFC 6749, section 2.3.
#[test]
fn client_authenticates_once() {
    let with = TwiceClient::new(ClientCredentials::new("id", "s3cret"));
    let without = TwiceClient::new(TwiceCredentials::None);
    for (client, parameter, is_fine) in
        [(&with, false, true), (&with, true, false), (&without, true, true)]
    {
        let call =
            client.token().authorization_code().code("c0de").redirect_uri("https://app.example");
        let call = if parameter { call.client_id("id").client_secret("s3cret") } else { call };
        match call.into_request().build() {
            Ok(_) => assert!(is_fine),
            Err(Error::Build(error)) => {
                let kind = error.kind();
                assert!(matches!(kind, BuildErrorKind::TwoClientAuthentications { .. }), "{kind}");
                assert!(!is_fine, "{kind}");
            }
            Err(error) => panic!("{error}"),
        }
    }
    let extra = with.token().authorization_code().code("c0de").redirect_uri("https://app.example");
    let error = extra.into_request().extra("client_assertion", "x").build().unwrap_err();
    assert!(error.to_string().contains("`client_assertion`"), "{error}");
}

/// Clients that authenticate in a header, and may be asked to do so twice.
#[oauth_api(base_url = "https://as.example", auth = client_secret_basic)]
trait Header {
    /// By a header alone.
    #[post("/revoke")]
    fn revoke(token: SecretString);

    /// Permitted.
    #[post("/both", allow(two_client_authentications))]
    fn both(client_secret: SecretString);

    /// Permitted where there is a choice.
    #[post("/either", auth = client_secret_basic | none, allow(two_client_authentications))]
    fn either(client_secret: SecretString);

    /// Not permitted, in JSON.
    #[post("/json", auth = client_secret_basic | none, body = json)]
    fn json(client_assertion: Option<SecretString>, client_assertion_type: Option<String>);
}

/// The permission holds where the call is made, and what has none is refused wherever it stands.
#[test]
fn client_authenticates_twice_where_it_is_permitted() {
    let client = HeaderClient::new(ClientCredentials::new("id", "s3cret"));
    for request in [
        client.both().client_secret("s3cret").into_request().build(),
        client.either().client_secret("s3cret").into_request().build(),
    ] {
        let request = request.unwrap();
        assert_eq!(request.body(), "client_secret=s3cret");
        // RFC 6749, section 2.3.1: `id:s3cret`.
        assert_eq!(request.headers()["authorization"], "Basic aWQ6czNjcmV0");
    }
    for request in [
        client.json().client_assertion("jwt").into_request().build(),
        client.revoke().token("t").into_request().extra("client_secret", "s3cret").build(),
    ] {
        let error = request.unwrap_err();
        let Error::Build(build) = &error else { panic!("{error}") };
        let kind = build.kind();
        assert!(matches!(kind, BuildErrorKind::TwoClientAuthentications { .. }), "{kind}");
    }
}

/// RFC 6749, section 3.2.
#[test]
fn parameter_is_sent_once() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("id", "s3cret"))
            .unwrap();
    let request = || {
        let request = client.oauth_revoke_post();
        request.token("t0ken").into_request()
    };
    assert!(request().extra("x", "1").extra("y", "2").build().is_ok());
    for request in [
        request().extra("x", "1").extra("x", "2"),
        request().extra("x", "1").extra("y", "2").extra("x", "1"),
        request().extra("token", "other"),
    ] {
        let error = request.build().unwrap_err();
        let Error::Build(build) = &error else { panic!("{error}") };
        assert!(matches!(build.kind(), BuildErrorKind::ExtraCollides { .. }), "{error}");
    }
}

/// Without a runtime for its timers and sockets, a call is an error that says so.
#[test]
fn call_without_a_runtime_is_an_error() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("id", "s3cret"))
            .unwrap();
    let call = client.oauth_revoke_post().token("t0ken");
    let mut call = std::pin::pin!(call.send());
    let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!("nothing is waited for")
    };
    let Error::Transport(transport) = &error else { panic!("{error}") };
    assert_eq!(transport.kind(), TransportErrorKind::NoRuntime);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.to_string().contains("runtime"), "{error}");
}

/// A vendor that lives below a path.
#[oauth_api(base_path = "/api")]
trait Below {
    /// An item.
    #[get("/get")]
    fn item() -> serde_json::Value;

    /// A note.
    #[post("/note")]
    fn note(text: String);
}

/// A host that has the name of the path is none of its segments.
#[test]
fn path_of_the_base_is_compared_by_segments() {
    for (origin, url) in [
        ("https://api", "https://api/api/get"),
        ("https://host/api", "https://host/api/get"),
        ("https://host/my-api", "https://host/my-api/api/get"),
    ] {
        let client = BelowClient::new(origin).unwrap();
        assert_eq!(client.item().into_request().url().unwrap().as_str(), url, "{origin}");
    }
}

/// A secret as the whole of a body.
#[oauth_api(base_url = "https://vendor.example")]
trait Whole {
    /// As a JSON string.
    #[put("/key")]
    fn key(#[json] key: SecretString);
}

#[test]
fn secret_can_be_the_whole_body() {
    let request = WholeClient::new().key().key("s3\"cret").into_request().build().unwrap();
    assert_eq!(request.body(), r#""s3\"cret""#);
    assert!(request.into_body().try_into_mut().is_err(), "the last holder wipes it");
}

/// A body with a secret in it belongs to an owner that wipes it with its last holder, and so cannot be taken over; one
/// without can.
#[test]
fn request_bodies_with_secrets_are_not_taken_over() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("id", "s3cret"))
            .unwrap();
    let request = client.oauth_revoke_post().token("t0ken");
    let body = request.into_request().build().unwrap().into_body();
    assert!(body.try_into_mut().is_err());

    let request = BelowClient::new("https://vendor.example").unwrap();
    let body = request.note().text("nothing secret").into_request().build().unwrap().into_body();
    assert_eq!(body.try_into_mut().unwrap(), b"text=nothing+secret"[..]);
    let extra = request.note().text("x").into_request().extra("more", "may be a secret");
    assert!(extra.build().unwrap().into_body().try_into_mut().is_err());
}

/// On a machine without certificates a call ends with an error that says so, over each carrier.
#[cfg(target_os = "linux")]
#[test]
fn error_tells_that_there_are_no_certificates() {
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--ignored", "--exact", "promises::call_on_a_machine_without_certificates"]);
    let done = again.env("SSL_CERT_FILE", "/dev/null").env("SSL_CERT_DIR", "/nonexistent").output();
    let shown = String::from_utf8_lossy(&done.unwrap().stdout).into_owned();
    assert!(shown.contains("1 passed; 0 failed"), "{shown}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "it needs a machine without certificates: `error_tells_that_there_are_no_certificates` makes one"]
async fn call_on_a_machine_without_certificates() {
    let client =
        MastodonClient::new("https://social.example", ClientCredentials::new("id", "s3cret"))
            .unwrap();
    let call = client.oauth_revoke_post().token("t0ken");
    let over_reqwest = call.send().await.unwrap_err();
    let over_hyper = oauth_runtime::transport::HyperTransport::new().map(drop).unwrap_err();
    for error in [over_reqwest, over_hyper] {
        assert_eq!(error.delivery(), Delivery::NotSent);
        let told = chain(&error);
        assert!(told.contains("the HTTP client could not be set up"), "{told}");
        assert!(told.contains("No CA certificates"), "{told}");
    }
}
