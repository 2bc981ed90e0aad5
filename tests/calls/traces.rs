//! What `tracing` is told of a call: one span with the documented fields and no others, one event for each repetition.

use std::time::Duration;

use bytes::Bytes;
use oauth_providers::mastodon::{Mastodon, MastodonClient, MastodonOauthRevokePostParameters};
use oauth_providers::nutanix::NutanixClient;
use oauth_runtime::{
    Basic, ClientCredentials, Error, Retry, Sending, SendingWithResponse,
    error::{TransportError, TransportErrorKind},
    transport::{Limits, Transport, TransportFuture},
};
use oauth_tests::{Response, Server, Told, Traces};

const TARGET: &str = "oauth_runtime";

/// The fields that every call has, and those of a request that could be made.
const BEGIN: [&str; 5] = ["endpoint", "api", "otel.kind", "http.request.method", "url.template"];
const SENT: [&str; 2] = ["server.address", "server.port"];
const REFUSED: [&str; 6] = [
    "http.response.status_code",
    "error.type",
    "otel.status_code",
    "delivery",
    "attempts",
    "duration",
];

fn revoke(client: &MastodonClient) -> Sending<()> {
    client.oauth_revoke_post().token("t0ken").send()
}

fn client(server: &Server) -> MastodonClient {
    MastodonClient::new(server.origin(), ClientCredentials::new("cid", "s3cret")).unwrap()
}

/// The one span of a call, which has these fields and no others.
#[track_caller]
fn only_span(traces: &Traces, fields: &[&[&str]]) -> Told {
    let mut spans = traces.spans(TARGET);
    assert_eq!(spans.len(), 1, "{spans:#?}");
    let span = spans.remove(0);
    assert_eq!((span.name.as_str(), span.level.as_str()), ("oauth call", "INFO"));
    assert_eq!(span.names(), fields.concat());
    assert!(span.closed && span.entered[0] == span.entered[1], "{span:?}");
    span
}

#[track_caller]
fn assert_fields(span: &Told, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(span.field(name), Some(*value), "{name} of {span:#?}");
    }
}

#[tokio::test]
async fn call_is_one_span_with_its_fields() {
    let server = Server::answering([Response::json(201, "{}")]).await;
    let traces = Traces::record();
    revoke(&client(&server)).await.unwrap();
    let end = ["http.response.status_code", "attempts", "duration"];
    let span = only_span(&traces, &[&BEGIN, &SENT, &end]);
    assert_fields(
        &span,
        &[
            ("endpoint", "oauth_revoke_post"),
            ("api", "Mastodon"),
            ("otel.kind", "client"),
            ("http.request.method", "POST"),
            ("url.template", "/oauth/revoke"),
            ("server.address", "127.0.0.1"),
            ("server.port", server.origin().rsplit_once(':').unwrap().1),
            ("http.response.status_code", "201"),
            ("attempts", "1"),
        ],
    );
    assert!(span.entered[0] > 0, "{span:?}");
    let seconds: f64 = span.field("duration").unwrap().parse().unwrap();
    assert!((0.0..30.0).contains(&seconds), "{seconds}");
    assert!(traces.events(TARGET).is_empty());
}

#[tokio::test]
async fn answer_with_meta_and_the_seam_are_spans_too() {
    let server = Server::start().await;
    let client = client(&server);
    let end = ["http.response.status_code", "attempts", "duration"];
    let traces = Traces::record();
    let call: SendingWithResponse<()> = revoke(&client).with_response();
    call.await.unwrap();
    only_span(&traces, &[&BEGIN, &SENT, &end]);
    drop(traces);

    let parameters = || -> MastodonOauthRevokePostParameters {
        let request = client.oauth_revoke_post();
        request.token("t0ken").into_request().into_parameters().unwrap()
    };
    let vendor: &dyn Mastodon = &client;
    let traces = Traces::record();
    vendor.oauth_revoke_post(parameters()).await.unwrap();
    only_span(&traces, &[&BEGIN, &SENT, &end]);
}

#[tokio::test]
async fn path_is_told_as_it_is_declared() {
    let server = Server::answering([Response::json(404, "{}")]).await;
    let nutanix = NutanixClient::new(server.origin(), Basic::new("user", "s3cret")).unwrap();
    let traces = Traces::record();
    nutanix.oauth_client_client_id_get().client_id("pr1vate").send().await.unwrap_err();
    let span = only_span(&traces, &[&BEGIN, &SENT, &REFUSED]);
    assert_fields(&span, &[("url.template", "/oauth/client/{client_id}")]);
    assert!(!format!("{:?}", traces.spans(TARGET)).contains("pr1vate"));
}

/// Fails in whatever way it is told.
struct Failing(TransportErrorKind, oauth_runtime::Delivery);

impl Transport for Failing {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        let error = TransportError::new(self.0, self.1).with_source("s3cret");
        Box::pin(std::future::ready(Err(error)))
    }
}

#[tokio::test]
async fn failure_is_told_in_words_of_our_own() {
    use TransportErrorKind::{Closed, Connect, Other, Protocol, Redirected, Timeout, TooLarge};
    use oauth_runtime::Delivery::{Ambiguous, Answered, NotSent};
    for (kind, delivery, class, delivered) in [
        (Connect, NotSent, "connect", "not_sent"),
        (Timeout, Ambiguous, "timeout", "ambiguous"),
        (Closed, Ambiguous, "closed", "ambiguous"),
        (Protocol, Ambiguous, "protocol", "ambiguous"),
        (TooLarge, Answered, "too_large", "answered"),
        (Redirected, Answered, "redirected", "answered"),
        (Other, NotSent, "transport", "not_sent"),
    ] {
        let builder = MastodonClient::builder()
            .credentials(ClientCredentials::new("cid", "s3cret"))
            .base_url("https://social.example");
        let client = builder.transport(Failing(kind, delivery)).build().unwrap();
        let traces = Traces::record();
        revoke(&client).await.unwrap_err();
        let end = ["error.type", "otel.status_code", "delivery", "attempts", "duration"];
        let span = only_span(&traces, &[&BEGIN, &SENT, &end]);
        assert_fields(
            &span,
            &[
                ("server.address", "social.example"),
                ("server.port", "443"),
                ("error.type", class),
                ("otel.status_code", "ERROR"),
                ("delivery", delivered),
                ("attempts", "1"),
            ],
        );
        assert!(!format!("{span:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn verdict_of_the_server_is_told_without_its_words() {
    for (response, class, status) in [
        (
            Response::json(400, r#"{"error":"s3cret","error_description":"s3cret"}"#),
            "refused",
            "400",
        ),
        (Response::json(200, r#"{"error":"s3cret"}"#), "refused", "200"),
        (Response::redirect(302, "https://s3cret.example"), "unexpected", "302"),
    ] {
        let server = Server::answering([response]).await;
        let traces = Traces::record();
        revoke(&client(&server)).await.unwrap_err();
        let span = only_span(&traces, &[&BEGIN, &SENT, &REFUSED]);
        assert_fields(
            &span,
            &[
                ("http.response.status_code", status),
                ("error.type", class),
                ("delivery", "answered"),
                ("attempts", "1"),
            ],
        );
        assert!(!format!("{span:?}").contains("s3cret"));
    }
}

/// A body that is not what is declared is found out after the exchange, and told all the same.
#[tokio::test]
async fn answer_that_cannot_be_read_is_told() {
    let server = Server::answering([Response::json(200, "[]")]).await;
    let client = client(&server);
    let request = client.oauth_token_post().client_credentials();
    let request = request.redirect_uri("https://app.example/cb");
    let traces = Traces::record();
    let error = request.send().await.unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    let spans = traces.spans(TARGET);
    assert_fields(
        &spans[0],
        &[("error.type", "unexpected"), ("http.response.status_code", "200"), ("attempts", "1")],
    );
}

#[tokio::test]
async fn request_that_cannot_be_made_is_a_span_without_attempts() {
    let nutanix = NutanixClient::new("https://pc.example", Basic::new("user", "s3cret")).unwrap();
    let traces = Traces::record();
    nutanix.oauth_client_client_id_get().client_id("..").send().await.unwrap_err();
    let end = ["error.type", "otel.status_code", "delivery", "attempts", "duration"];
    let span = only_span(&traces, &[&BEGIN, &end]);
    assert_fields(&span, &[("error.type", "build"), ("delivery", "not_sent"), ("attempts", "0")]);
}

#[tokio::test]
async fn repetitions_are_counted_and_told() {
    let server =
        Server::answering([Response::new(503), Response::close(), Response::json(200, "{}")]).await;
    let retry = Retry::times(3).first_delay(Duration::from_millis(8));
    let client = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "s3cret"))
        .base_url(server.origin())
        .retry(retry)
        .build()
        .unwrap();
    let traces = Traces::record();
    revoke(&client).await.unwrap();
    assert_eq!(server.requests().len(), 3);

    let end = ["http.response.status_code", "attempts", "duration"];
    let span = only_span(&traces, &[&BEGIN, &SENT, &end]);
    assert_fields(&span, &[("http.response.status_code", "200"), ("attempts", "3")]);

    let place = traces.told().iter().position(|told| told.is_span && told.target == TARGET);
    let events = traces.events(TARGET);
    assert_eq!(events.len(), 2, "{events:#?}");
    for (event, attempt) in events.iter().zip(["2", "3"]) {
        assert_eq!((event.inside, event.level.as_str()), (place, "INFO"));
        assert_eq!(event.field("attempt"), Some(attempt));
        assert_eq!(event.field("message"), Some("the call is repeated"));
        let delay: f64 = event.field("delay").unwrap().parse().unwrap();
        assert!((0.004..=0.016).contains(&delay), "{delay}");
    }
    assert_fields(
        &events[0],
        &[
            ("error.type", "refused"),
            ("delivery", "answered"),
            ("http.response.status_code", "503"),
        ],
    );
    assert_fields(&events[1], &[("error.type", "closed"), ("delivery", "ambiguous")]);
    assert_eq!(events[1].field("http.response.status_code"), None);
}

#[tokio::test]
async fn call_that_is_given_up_is_told() {
    let server = Server::answering([Response::hang()]).await;
    let client = client(&server);
    let traces = Traces::record();
    let given_up = async {
        while server.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        result = revoke(&client) => panic!("{result:?}"),
        () = given_up => {}
    }
    let end = ["error.type", "otel.status_code", "attempts", "duration"];
    let span = only_span(&traces, &[&BEGIN, &SENT, &end]);
    assert_fields(&span, &[("error.type", "cancelled"), ("attempts", "1")]);
    drop(traces);

    let traces = Traces::record();
    drop(revoke(&client));
    let span =
        only_span(&traces, &[&BEGIN, &SENT, &["error.type", "otel.status_code", "attempts"]]);
    assert_fields(&span, &[("error.type", "cancelled"), ("attempts", "0")]);
}

/// What a transport tells while it carries a call belongs to the call, and the call to whoever makes it.
#[tokio::test]
async fn span_is_around_the_call_and_inside_its_caller() {
    struct Talking;
    impl Transport for Talking {
        fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
            Box::pin(async {
                tracing::info!(target: "transport", "before");
                tokio::task::yield_now().await;
                tracing::info!(target: "transport", "after");
                Ok(http::Response::new(Bytes::from_static(b"{}")))
            })
        }
    }
    let builder = MastodonClient::builder()
        .credentials(ClientCredentials::new("cid", "s3cret"))
        .base_url("https://social.example");
    let client = builder.transport(Talking).build().unwrap();
    let traces = Traces::record();
    let call = tracing::info_span!(target: "caller", "caller").in_scope(|| revoke(&client));
    call.await.unwrap();
    tracing::info!(target: "transport", "outside");
    let told = traces.told();
    let place = |target: &str| told.iter().position(|told| told.target == target);
    let span = &told[place(TARGET).unwrap()];
    assert_eq!(span.inside, place("caller"));
    assert!(span.inside.is_some() && span.entered[0] >= 2, "{span:?}");
    let inside: Vec<_> = traces.events("transport").iter().map(|event| event.inside).collect();
    assert_eq!(inside, [place(TARGET), place(TARGET), None]);
}
