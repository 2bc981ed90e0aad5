//! Calls with the token of a login: of declared APIs, by reqwest and by services of tower.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::AUTHORIZATION;
use oauth_runtime::error::{BuildErrorKind, TransportErrorKind};
use oauth_runtime::keeper::{HostError, KeeperError, Login, MemoryStore, SendError, ServiceError};
use oauth_runtime::{Bearer, Delivery, Error, ExposeSecret as _, Retry, oauth_api};
use oauth_tests::{Response, Server, chain};
use tokio::time::{Instant, advance};
use tower_layer::Layer as _;
use tower_service::Service;

use crate::vendor::{Fault, Rotation, TestVendor};

/// An API of the vendor.
#[oauth_api(base_url = "https://api.vendor.example", auth = bearer)]
pub trait Catalog {
    /// Lists items.
    #[get("/items")]
    fn list_items() -> Vec<String>;

    /// Adds an item.
    #[post("/items")]
    fn add_item(name: String) -> Vec<String>;
}

/// An API that takes a bearer token, or a user name and a password.
#[oauth_api(base_url = "https://api.vendor.example", auth = basic | bearer)]
pub trait Either {
    /// Lists items.
    #[get("/items")]
    fn list_items() -> Vec<String>;

    /// Needs nothing.
    #[get("/public", auth = none)]
    fn public();
}

fn catalog(vendor: &TestVendor, login: &Login) -> CatalogClient {
    CatalogClient::builder().transport(vendor.clone()).bearer(login).build().unwrap()
}

async fn alice(vendor: &TestVendor) -> Login {
    let alice = vendor.keeper(MemoryStore::new()).of("alice");
    alice.put(vendor.sign_in().1).await.unwrap();
    alice
}

#[tokio::test(start_paused = true)]
async fn call_is_sent_with_a_fresh_token() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let catalog = catalog(&vendor, &alice);
    for exchanges in 0..3 {
        assert_eq!(catalog.list_items().send().await.unwrap(), ["one"]);
        assert_eq!(catalog.add_item().name("two").send().await.unwrap(), ["one"]);
        assert_eq!(vendor.counts().exchanges, exchanges);
        advance(Duration::from_secs(3601)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn handle_is_taken_wherever_a_bearer_token_is() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let builder = || EitherClient::builder().transport(vendor.clone());
    for either in [
        builder().bearer(&alice).build().unwrap(),
        builder().credentials(Bearer::from(&alice)).build().unwrap(),
    ] {
        assert_eq!(either.list_items().send().await.unwrap(), ["one"]);
    }
    // Credentials of one call are for that one.
    let catalog = CatalogClient::builder().transport(vendor.clone());
    let catalog = catalog.credentials(Bearer::new("not taken")).build().unwrap();
    catalog.list_items().send().await.unwrap_err();
    assert_eq!(catalog.list_items().auth(Bearer::from(&alice)).send().await.unwrap(), ["one"]);
    catalog.list_items().send().await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn refused_token_is_replaced_and_the_call_repeated_once() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let catalog = catalog(&vendor, &alice);
    vendor.reject_all();
    assert_eq!(catalog.list_items().send().await.unwrap(), ["one"]);
    assert_eq!((vendor.counts().exchanges, vendor.api_calls()), (1, 2));
    // With retries of its own it does the same.
    advance(Duration::from_secs(60)).await;
    vendor.reject_all();
    let call = catalog.list_items().send().retry(Retry::times(3));
    assert_eq!(call.await.unwrap(), ["one"]);
    assert_eq!((vendor.counts().exchanges, vendor.api_calls()), (2, 4));
}

/// What may do harm a second time is not repeated; the call after it has another token.
#[tokio::test(start_paused = true)]
async fn refused_post_is_not_repeated() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let catalog = catalog(&vendor, &alice);
    vendor.reject_all();
    let error = catalog.add_item().name("two").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((vendor.counts().exchanges, vendor.api_calls()), (0, 1));
    assert_eq!(catalog.add_item().name("two").send().await.unwrap(), ["one"]);
    assert_eq!((vendor.counts().exchanges, vendor.api_calls()), (1, 2));
}

/// A server that takes no token at all gets each call twice, and no more.
#[tokio::test(start_paused = true)]
async fn server_that_takes_no_token_ends_the_call() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let catalog = catalog(&vendor, &alice);
    for (name, refused, calls, exchanges) in [
        ("invalid_token", "Bearer error=\"invalid_token\"", 2, 1),
        ("insufficient_scope", "Bearer error=\"insufficient_scope\"", 1, 0),
        ("no challenge", "", 1, 0),
        ("another scheme", "Basic error=\"invalid_token\"", 1, 0),
    ] {
        let before = (vendor.api_calls(), vendor.counts().exchanges);
        vendor.api_says(Some(refused));
        let error = catalog.list_items().send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 401, "{name}");
        let made = (vendor.api_calls() - before.0, vendor.counts().exchanges - before.1);
        assert_eq!(made, (calls, exchanges), "{name}");
        advance(Duration::from_secs(20)).await;
    }
}

/// Where there is no other token, the error is that of the server.
#[tokio::test(start_paused = true)]
async fn refusal_stands_where_there_is_no_other_token() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    vendor.reject_all();
    vendor.fail(Fault::Says(503, "", None));
    let error = catalog(&vendor, &alice).list_items().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.delivery()), (401, Delivery::Answered));
    assert_eq!((vendor.counts().exchanges, vendor.api_calls()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn call_without_a_login_sends_nothing() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let nobody = vendor.keeper(MemoryStore::new()).of("nobody");
    let error = catalog(&vendor, &nobody).list_items().send().await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    let Error::Build(error) = error else { unreachable!("{error:?}") };
    let BuildErrorKind::NoAccessToken(cause) = error.kind() else { unreachable!("{error:?}") };
    let cause: &KeeperError = cause.downcast_ref().unwrap();
    assert!(matches!(cause, KeeperError::SignInAgain { .. }));
    assert_eq!(
        chain(&error),
        "`list_items`: there is no access token to call with: sign in again: nobody has signed in yet"
    );
    assert_eq!(vendor.api_calls(), 0);
}

/// A request for another HTTP client would go without its token.
#[tokio::test(start_paused = true)]
async fn request_without_its_token_is_not_handed_out() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let request = catalog(&vendor, &alice).list_items().into_request();
    let Error::Build(error) = request.build().unwrap_err() else { unreachable!() };
    assert!(matches!(error.kind(), BuildErrorKind::AccessTokenIsKept));
    let either = EitherClient::builder().transport(vendor.clone()).bearer(&alice).build().unwrap();
    either.public().into_request().build().unwrap();
}

/// The time of a call begins when it is awaited, not when it has its token.
#[tokio::test(start_paused = true)]
async fn time_of_a_call_counts_the_wait_for_its_token() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    advance(Duration::from_secs(3601)).await;
    vendor.slow(Duration::from_secs(20));
    let catalog = catalog(&vendor, &alice);
    for (seconds, delivery) in [(10, Delivery::NotSent), (25, Delivery::Ambiguous)] {
        let asked = Instant::now();
        let call = catalog.list_items().send().timeout(Duration::from_secs(seconds));
        let Error::Transport(error) = call.await.unwrap_err() else { unreachable!() };
        assert_eq!((error.kind(), error.delivery()), (TransportErrorKind::Timeout, delivery));
        assert_eq!(asked.elapsed().as_secs(), seconds);
    }
}

/// A server that repeats the token of a call shows it nowhere.
#[tokio::test(start_paused = true)]
async fn repeated_token_is_taken_out_of_errors() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let token = alice.access_token().await.unwrap().expose_secret().to_owned();
    let repeated = format!(r#"Bearer error="x", error_description="{token} is no token""#);
    vendor.api_says(Some(&repeated));
    let error = catalog(&vendor, &alice).list_items().send().await.unwrap_err();
    let oauth = error.oauth().unwrap();
    assert_eq!(oauth.error_description().unwrap(), "[REDACTED] is no token");
    assert!(!format!("{error:?} {error}").contains(&token));
}

#[tokio::test]
async fn reqwest_sends_tokens_to_named_hosts_only() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let (named, other) = (vendor.listen().await, Server::start().await);
    let host = named.origin().replace("http://", "");
    let api = alice.bearer_for([&host]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = api.send(http.get(named.url("/items"))).await.unwrap();
    assert_eq!(response.status(), 200);
    // Another host, the same on another port, and plain `http` beyond this machine.
    let plain = alice.bearer_for(["api.vendor.example:80"]);
    for (api, url, expected) in [
        (&api, other.url("/items"), HostError::NotNamed),
        (&api, "https://vendor.example/items".to_owned(), HostError::NotNamed),
        (&plain, "http://api.vendor.example:80/items".to_owned(), HostError::NotNamed),
        (
            &alice.bearer_for(["api.vendor.example:8080"]),
            "http://api.vendor.example:8080/".to_owned(),
            HostError::PlainHttp,
        ),
    ] {
        let error = api.send(http.get(&url)).await.unwrap_err();
        let SendError::Host(error) = error else { unreachable!("{url}: {error:?}") };
        assert_eq!(error, expected, "{url}");
    }
    assert_eq!(other.requests().len(), 0);
}

/// golang/oauth2#500: whoever follows a redirect to another host follows it without the token.
#[tokio::test]
async fn redirect_to_another_host_is_sent_without_the_token() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let other = Server::start().await;
    let named = Server::answering([Response::redirect(302, &other.url("/there"))]).await;
    let api = alice.bearer_for([named.origin().replace("http://", "")]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    api.send(http.get(named.url("/here"))).await.unwrap();
    assert!(named.only_request().header("authorization").unwrap().starts_with("Bearer access-"));
    assert_eq!(other.only_request().header("authorization"), None);
}

#[tokio::test]
async fn reqwest_repeats_once_what_may_be_repeated() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let server = vendor.listen().await;
    let api = alice.bearer_for([server.origin().replace("http://", "")]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    vendor.reject_all();
    let response = api.send(http.post(server.url("/items"))).await.unwrap();
    assert_eq!((response.status().as_u16(), vendor.counts().exchanges), (401, 0));
    let response = api.send(http.get(server.url("/items"))).await.unwrap();
    assert_eq!((response.status().as_u16(), vendor.counts().exchanges), (200, 1));
}

/// A service that notes what it is sent, and takes one token.
#[derive(Clone)]
struct Noting {
    taken: Arc<Mutex<String>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Service<http::Request<()>> for Noting {
    type Response = http::Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<http::Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<()>) -> Self::Future {
        let sent = request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        let mut response = http::Response::new(());
        if sent != format!("Bearer {}", self.taken.lock().unwrap()) {
            *response.status_mut() = http::StatusCode::UNAUTHORIZED;
            let challenge = "Bearer error=\"invalid_token\"".parse().unwrap();
            response.headers_mut().insert("WWW-Authenticate", challenge);
        }
        self.seen.lock().unwrap().push(sent);
        ready(Ok(response))
    }
}

#[tokio::test(start_paused = true)]
async fn layer_adds_tokens_to_named_hosts_only() {
    let vendor = TestVendor::new(Rotation::FamilyKill, 3600);
    let alice = alice(&vendor).await;
    let token = alice.access_token().await.unwrap().expose_secret().to_owned();
    let noting = Noting { taken: Arc::new(Mutex::new(token)), seen: Arc::default() };
    let layer = alice.bearer_for(["api.vendor.example"]).layer();
    let mut service = layer.layer(noting.clone());
    let request = |uri: &str| http::Request::get(uri).body(()).unwrap();
    let answer = service.call(request("https://api.vendor.example/items")).await.unwrap();
    assert_eq!(answer.status(), 200);
    for (uri, expected) in [
        ("https://vendor.example/items", HostError::NotNamed),
        ("https://api.vendor.example:8443/items", HostError::NotNamed),
        ("http://api.vendor.example/items", HostError::PlainHttp),
        ("/items", HostError::NotNamed),
    ] {
        let error = service.call(request(uri)).await.unwrap_err();
        let ServiceError::Host(error) = error else { unreachable!("{uri}: {error:?}") };
        assert_eq!(error, expected, "{uri}");
    }
    assert_eq!(noting.seen.lock().unwrap().len(), 1);
    // A token that is not taken is replaced for the next request.
    *noting.taken.lock().unwrap() = "another".to_owned();
    let answer = service.call(request("https://api.vendor.example/items")).await.unwrap();
    assert_eq!((answer.status().as_u16(), vendor.counts().exchanges), (401, 0));
    drop(service.call(request("https://api.vendor.example/items")).await);
    let seen = noting.seen.lock().unwrap().clone();
    assert_ne!(seen[1], seen[2]);
    assert_eq!(vendor.counts().exchanges, 1);
}
