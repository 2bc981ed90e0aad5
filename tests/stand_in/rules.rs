//! For each endpoint of each vendor: what is right is taken, and each way to be wrong is refused with the line it breaks.

use bytes::Bytes;
use http::StatusCode;
use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::ApiClient;
use oauth_runtime::description::{Endpoint, GrantInfo, ParameterLocation, Requirement, Scheme};
use oauth_runtime::stand_in::{Answer, RefusalKind, StandIn, StandInService};
use serde_json::Value;
use tower_service::Service as _;

use crate::requests::{Parts, credentials};

/// A vendor that answers everything, behind a type that all have in common.
struct Vendor {
    service: StandInService,
    refusals: Box<dyn Fn() -> Vec<(String, RefusalKind)>>,
    calls: Box<dyn Fn() -> usize>,
}

impl Vendor {
    fn of<C: ApiClient + 'static>(is_lenient: bool) -> Self {
        let vendor = StandIn::<C>::new();
        let vendor = if is_lenient { vendor.lenient() } else { vendor };
        for endpoint in C::API.endpoints() {
            vendor.at(endpoint.name()).answers_raw(Answer::new(299));
        }
        let (told, taken) = (vendor.clone(), vendor.clone());
        let refusals = move || {
            let all = told.refusals();
            all.iter().map(|refusal| (refusal.line().to_owned(), refusal.kind())).collect()
        };
        let calls = move || taken.all_calls().len();
        Self {
            service: vendor.into_service(),
            refusals: Box::new(refusals),
            calls: Box::new(calls),
        }
    }

    async fn takes(&mut self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        match self.service.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// Counts what was tried.
#[derive(Default)]
struct Tried {
    right: usize,
    wrong: usize,
}

async fn assert_taken(vendor: &mut Vendor, what: &str, parts: &Parts) {
    let (before, refused) = ((vendor.calls)(), (vendor.refusals)().len());
    let response = vendor.takes(parts.request()).await;
    let place = format!("{what} at {}", parts.endpoint.name());
    assert_eq!((vendor.refusals)()[refused..], [], "{place}");
    assert_eq!(response.status(), 299, "{place}");
    assert_eq!((vendor.calls)(), before + 1, "{place}");
}

/// A wrong request is refused for this line alone, as an OAuth error, and is not taken.
async fn assert_refused(
    vendor: &mut Vendor,
    what: &str,
    parts: &Parts,
    line: &str,
    kind: RefusalKind,
) {
    let (before, calls) = ((vendor.refusals)().len(), (vendor.calls)());
    let response = vendor.takes(parts.request()).await;
    let place = format!("{what} at {}", parts.endpoint.name());
    let refusals = (vendor.refusals)();
    assert_eq!(refusals[before..], [(line.to_owned(), kind)], "{place}");
    assert_eq!((vendor.calls)(), calls, "{place}");
    let status = match kind {
        RefusalKind::NoSuchEndpoint => 404,
        RefusalKind::Method => 405,
        RefusalKind::Credentials => 401,
        _ => 400,
    };
    assert_eq!(response.status(), status, "{place}");
    let challenged = response.headers().contains_key("www-authenticate");
    assert_eq!(challenged, status == 401, "{place}");
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    let code = body["error"].as_str().unwrap();
    let expected = match kind {
        RefusalKind::GrantType => "unsupported_grant_type",
        RefusalKind::Constant if line.ends_with(": response_type") => "unsupported_response_type",
        RefusalKind::Credentials => "invalid_client",
        _ => "invalid_request",
    };
    assert_eq!(code, expected, "{place}");
    assert!(body["error_description"].as_str().unwrap().contains(line), "{place}: {body}");
}

async fn endpoint<C: ApiClient + 'static>(endpoint: &'static Endpoint, tried: &mut Tried) {
    let grants: Vec<Option<&GrantInfo>> = if endpoint.grants().is_empty() {
        vec![None]
    } else {
        endpoint.grants().iter().map(Some).collect()
    };
    let mut vendor = Vendor::of::<C>(false);
    for grant in grants {
        let right = Parts::new(C::API, endpoint, grant);
        for body in endpoint.bodies().iter().copied().map(Some).chain([None]) {
            if body.is_some() || endpoint.bodies().is_empty() {
                assert_taken(&mut vendor, "right", &right.but(|it| it.body = body)).await;
                tried.right += 1;
            }
        }
        for schemes in endpoint.auth() {
            let other = right.without_credentials();
            let other = other.but(|it| it.headers.extend(schemes.iter().filter_map(credentials)));
            assert_taken(&mut vendor, "other credentials", &other).await;
            tried.right += 1;
        }
        for (what, parts, line, kind) in wrong(&right, grant) {
            assert_refused(&mut vendor, &what, &parts, &line, kind).await;
            tried.wrong += 1;
        }
    }
}

/// What is tried, the request, the line that it breaks and how.
type Wrong = (String, Parts, String, RefusalKind);

fn wrong(right: &Parts, grant: Option<&GrantInfo>) -> Vec<Wrong> {
    let endpoint = right.endpoint;
    let line = |name: &str| format!("{}: {name}", endpoint.name());
    let whole = || endpoint.name().to_owned();
    let mut all: Vec<Wrong> = Vec::new();
    for (name, value, location) in &right.values {
        let parameter = endpoint.parameter(name).unwrap();
        let needed = grant.is_some_and(|grant| grant.needs().contains(name));
        if *location == ParameterLocation::Path {
            continue;
        }
        let kind = if needed { RefusalKind::MissingForGrant } else { RefusalKind::Absent };
        all.push((format!("without {name}"), right.without(name), line(name), kind));

        if matches!(parameter.requirement(), Requirement::Constant(_)) {
            let changed =
                right.without(name).but(|it| it.values.push((name, "x".into(), *location)));
            all.push((format!("another {name}"), changed, line(name), RefusalKind::Constant));
        }
        let elsewhere = match location {
            ParameterLocation::Query => ParameterLocation::Cookie,
            _ => ParameterLocation::Query,
        };
        let moved = right.without(name);
        let moved = moved.but(|it| it.values.push((name, "x".to_owned(), elsewhere)));
        // A header elsewhere is another parameter, which is not declared.
        if *location != ParameterLocation::Header {
            all.push((format!("{name} elsewhere"), moved, line(name), RefusalKind::WrongPlace));
        }
        let twice = right.but(|it| it.values.push((name, value.clone(), *location)));
        all.push((format!("{name} twice"), twice, line(name), RefusalKind::Twice));
    }
    for (name, _) in right.headers.iter().filter(|(name, _)| name.starts_with("X-")) {
        let is_constant = endpoint.auth().iter().copied().flatten().all(
            |scheme| !matches!(scheme, Scheme::Header(other) if other.eq_ignore_ascii_case(name)),
        );
        if is_constant && !endpoint.response().is_browser() {
            let without = right.but(|it| it.headers.retain(|(other, _)| other != name));
            all.push((format!("without {name}"), without, line(name), RefusalKind::Constant));
            let other = right.but(|it| {
                it.headers.retain(|(other, _)| other != name);
                it.headers.push((name.clone(), "x".to_owned()));
            });
            all.push((format!("another {name}"), other, line(name), RefusalKind::Constant));
        }
    }
    let surplus = |location| right.but(|it| it.values.push(("surplus", "x".to_owned(), location)));
    let mut places = vec![ParameterLocation::Query, ParameterLocation::Cookie];
    if endpoint.bodies().is_empty() {
        let with_body = right.but(|it| it.surplus_body = true);
        all.push(("with a body".to_owned(), with_body, whole(), RefusalKind::Body));
    } else {
        places.push(ParameterLocation::Body);
        let other = right.but(|it| it.content_type = Some("text/plain"));
        all.push(("a body of text".to_owned(), other, whole(), RefusalKind::ContentType));
    }
    for place in places {
        let what = format!("a surplus one in {place:?}");
        all.push((what, surplus(place), line("surplus"), RefusalKind::Undeclared));
    }
    let alternatives = endpoint.auth();
    let has_header = |schemes: &[Scheme]| schemes.iter().any(|it| credentials(it).is_some());
    if !alternatives.is_empty() && alternatives.iter().all(|schemes| has_header(schemes)) {
        let none = right.without_credentials();
        all.push(("no credentials".to_owned(), none, whole(), RefusalKind::Credentials));
    }
    let kind = |scheme: &Scheme| match scheme {
        Scheme::ClientBasic | Scheme::ClientSecretBasic => Scheme::Basic,
        other => *other,
    };
    let is_declared =
        |wanted: &Scheme| alternatives.iter().copied().flatten().any(|it| kind(it) == *wanted);
    for scheme in [Scheme::Basic, Scheme::Bearer].iter().filter(|scheme| !is_declared(scheme)) {
        let other = right.without_credentials().but(|it| it.headers.extend(credentials(scheme)));
        all.push((format!("{scheme:?}"), other, whole(), RefusalKind::Credentials));
    }
    if let Some(grant) = grant {
        let kind = right.without("grant_type").but(|it| {
            it.values.push(("grant_type", "password".to_owned(), ParameterLocation::Body));
        });
        all.push(("another grant".to_owned(), kind, line("grant_type"), RefusalKind::GrantType));
        for parameter in endpoint.parameters() {
            let name = parameter.name();
            let is_optional = matches!(
                parameter.requirement(),
                Requirement::Optional | Requirement::ServerDefault(_)
            );
            let belongs = grant.needs().contains(&name) || grant.may().contains(&name);
            if is_optional && !belongs && name != "grant_type" {
                let more = right.but(|it| it.values.push((name, "x".into(), parameter.location())));
                all.push((format!("with {name}"), more, line(name), RefusalKind::NotOfGrant));
            }
        }
    }
    let method = right.but(|it| it.method = String::from("PATCH"));
    let same = right.api.endpoints().iter().filter(|other| other.path() == endpoint.path());
    let names: Vec<_> = same.map(|endpoint| endpoint.name()).collect();
    all.push(("PATCH".to_owned(), method, names.join(", "), RefusalKind::Method));
    all
}

async fn api<C: ApiClient + 'static>(tried: &mut Tried) {
    for it in C::API.endpoints() {
        endpoint::<C>(it, tried).await;
    }
}

#[tokio::test]
async fn every_endpoint_takes_what_is_right_and_refuses_what_is_wrong() {
    let mut tried = Tried::default();
    api::<UspsClient>(&mut tried).await;
    api::<UltraCartClient>(&mut tried).await;
    api::<VoucherifyClient>(&mut tried).await;
    api::<NutanixClient>(&mut tried).await;
    api::<MastodonClient>(&mut tried).await;
    println!("{} right, {} wrong", tried.right, tried.wrong);
    assert!(tried.right > 60 && tried.wrong > 300, "{} right, {} wrong", tried.right, tried.wrong);
}

#[tokio::test]
async fn lenient_vendor_takes_what_is_not_declared() {
    let endpoint = UspsClient::API.endpoint("post_revoke").unwrap();
    let right = Parts::new(UspsClient::API, endpoint, None);
    let more = right.but(|it| it.values.push(("surplus", "x".into(), ParameterLocation::Body)));
    assert_taken(&mut Vendor::of::<UspsClient>(true), "surplus", &more).await;
    let line = "post_revoke: token";
    let mut vendor = Vendor::of::<UspsClient>(true);
    assert_refused(&mut vendor, "none", &right.without("token"), line, RefusalKind::Absent).await;
}

#[tokio::test]
async fn all_lines_that_a_request_breaks_are_told() {
    let endpoint = UspsClient::API.endpoint("post_revoke").unwrap();
    let wrong = Parts::new(UspsClient::API, endpoint, None).without("token").without_credentials();
    let wrong = wrong.but(|it| it.values.push(("tokn", "x".into(), ParameterLocation::Body)));
    let mut vendor = Vendor::of::<UspsClient>(false);
    let response = vendor.takes(wrong.request()).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        (vendor.refusals)(),
        [
            ("post_revoke: tokn".to_owned(), RefusalKind::Undeclared),
            ("post_revoke: token".to_owned(), RefusalKind::Absent),
            ("post_revoke".to_owned(), RefusalKind::Credentials),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let endpoint = UspsClient::API.endpoint("post_revoke").unwrap();
    let right = Parts::new(UspsClient::API, endpoint, None).request();
    for body in ["token=%", "token=%zz", "token=%ff", "token=a%2"] {
        let mut request = right.clone();
        *request.body_mut() = Bytes::from(body);
        let mut vendor = Vendor::of::<UspsClient>(false);
        assert_eq!(vendor.takes(request).await.status(), StatusCode::BAD_REQUEST, "{body}");
        assert_eq!((vendor.refusals)(), [("post_revoke".to_owned(), RefusalKind::Unreadable)]);
    }
    let json = right.headers().clone();
    for body in ["", "[]", "{\"token\":\"a\"", "{\"token\":\"a\"} x", "null"] {
        let mut request = http::Request::new(Bytes::from(body));
        (*request.method_mut(), *request.uri_mut()) = (http::Method::POST, right.uri().clone());
        *request.headers_mut() = json.clone();
        request.headers_mut().insert("content-type", "application/json".parse().unwrap());
        let mut vendor = Vendor::of::<UspsClient>(false);
        assert_eq!(vendor.takes(request).await.status(), StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(
            (vendor.refusals)(),
            [("post_revoke".to_owned(), RefusalKind::Unreadable)],
            "{body}"
        );
    }
}
