//! One row, one server: every endpoint is called at it once, and once more with repetition on.

use std::time::Instant;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::ApiClient;
use oauth_runtime::description::{Api, ResponseKind};
use oauth_runtime::stand_in::{Class, Fault, StandIn};
use oauth_tests::{Carrier, Response, Server, nobody, over_each_carrier};

use crate::endpoints::{Again, Call, all};
use crate::matrix;
use crate::outcome::Outcome::{self, *};

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
    for fault in Fault::all() {
        let name = fault.to_string();
        let endpoint = |call: &Call| call.api.endpoint(call.name).unwrap();
        let class = |call: &Call| fault.class_at(endpoint(call));
        let mut calls = Vec::from(all());
        calls.retain(|call| fault.concerns(endpoint(call)));
        // What ends by itself is given all the time it needs.
        let within =
            if fault.class() == Class::Timeout { matrix::DEADLINE } else { matrix::PATIENCE };
        for retry in [None, Some(matrix::retry())] {
            let vendors = Vendors::start(&fault).await;
            let started = Instant::now();
            let bases: Vec<_> = calls.iter().map(|call| vendors.base(call.api)).collect();
            let sent = calls.iter().zip(&bases);
            let sent = sent.map(|(call, base)| call.send_with(carrier, base, within, retry));
            let outcomes = matrix::join_all(sent).await;
            assert!(started.elapsed() < matrix::PATIENCE, "{name}: {:?}", started.elapsed());
            if retry.is_none() {
                matrix::print(&name, &outcomes);
            }
            wrong.extend(matrix::compare(&name, &calls, &outcomes, |call| class(call).into()));
            for call in &calls {
                let arrived = vendors.arrived(call);
                let repeated = is_repeated(&fault) && call.again == Again::Harmless;
                if arrived != 1 + usize::from(retry.is_some() && repeated) {
                    wrong.push(format!("{name}: {arrived} requests of {}", call.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a call that does no harm is repeated, where that is asked for.
fn is_repeated(fault: &Fault) -> bool {
    match fault {
        Fault::Status { status, retry_after, .. } => {
            let is_too_long =
                ["120", "1000000000000", "Fri, 31 Dec 9999 23:59:59 GMT"].map(String::from);
            [429, 500, 502, 503, 504].contains(status)
                && !retry_after.as_ref().is_some_and(|delay| is_too_long.contains(delay))
        }
        other => matches!(other.class(), Class::Ambiguous | Class::Throttled),
    }
}

/// Stand-ins for all vendors, all of whose endpoints misbehave.
struct Vendors {
    usps: StandIn<UspsClient>,
    ultracart: StandIn<UltraCartClient>,
    voucherify: StandIn<VoucherifyClient>,
    nutanix: StandIn<NutanixClient>,
    mastodon: StandIn<MastodonClient>,
}

impl Vendors {
    async fn start(fault: &Fault) -> Self {
        Self {
            usps: misbehaving(fault).await,
            ultracart: misbehaving(fault).await,
            voucherify: misbehaving(fault).await,
            nutanix: misbehaving(fault).await,
            mastodon: misbehaving(fault).await,
        }
    }

    fn base(&self, api: &'static Api) -> String {
        let url = match api.name() {
            "Usps" => self.usps.url(),
            "UltraCart" => self.ultracart.url(),
            "Voucherify" => self.voucherify.url(),
            "Nutanix" => self.nutanix.url(),
            _ => self.mastodon.url(),
        };
        url.unwrap().to_string()
    }

    /// How many requests of a call arrived that keep to the declaration; there are no others.
    fn arrived(&self, call: &Call) -> usize {
        let (calls, refusals) = match call.api.name() {
            "Usps" => (self.usps.calls(call.name), self.usps.refusals()),
            "UltraCart" => (self.ultracart.calls(call.name), self.ultracart.refusals()),
            "Voucherify" => (self.voucherify.calls(call.name), self.voucherify.refusals()),
            "Nutanix" => (self.nutanix.calls(call.name), self.nutanix.refusals()),
            _ => (self.mastodon.calls(call.name), self.mastodon.refusals()),
        };
        assert_eq!(refusals, []);
        calls.len()
    }
}

async fn misbehaving<C: ApiClient>(fault: &Fault) -> StandIn<C> {
    let vendor = StandIn::<C>::new();
    for endpoint in C::API.endpoints() {
        vendor.at(endpoint.name()).answers_raw(fault.clone());
    }
    vendor.listen().await.unwrap();
    vendor
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
