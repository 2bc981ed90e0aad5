//! Building a request is cheap: counted against hand-written reqwest doing the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::similar_names,
    reason = "a test that meets the unexpected has to stop, and this one tells its figures"
)]

use std::alloc::System;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::SystemTime;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::keeper::Keeper;
use oauth_runtime::{Basic, ClientCredentials, ExposeSecret, SecretString, Token, oauth_api};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations and reallocations of a piece of work, its second time round: what is prepared once is prepared.
fn counted<T>(mut work: impl FnMut() -> T) -> (usize, usize) {
    drop(work());
    let region = Region::new(ALLOCATOR);
    let value = work();
    let change = region.change();
    drop(value);
    (change.allocations, change.reallocations)
}

/// The counts are of the whole process: the comparisons run one after the other.
#[test]
fn building_allocates_no_more_than_by_hand() {
    fresh_token_allocates_nothing();
    code_exchange_allocates_no_more_than_by_hand();
    update_allocates_no_more_than_by_hand();
}

/// Nutanix's update of a client.
#[oauth_api(base_path = "/api/nutanix/v3", auth = basic, body = json)]
pub trait Nutanix {
    /// Updates a client.
    #[put("/oauth/client/{client_id}")]
    fn put(
        client_id: String,
        client_name: String,
        redirect_uris: Vec<String>,
        client_description: String,
        default_scopes: Vec<String>,
    ) -> serde::de::IgnoredAny;
}

/// A token endpoint.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub trait Vendor {
    /// Trades a refresh token.
    #[post("/token")]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    fn token(grant_type: String, client_id: String, refresh_token: Option<SecretString>) -> Token;
}

fn fresh_token_allocates_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let vendor = VendorClient::new();
    let keeper = Keeper::refreshing(move |token| {
        vendor.token().refresh().client_id("id").refresh_token(token).into_request()
    });
    let alice = keeper.build().of("alice");
    let answer = br#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#;
    let token = Token::from_json(answer, SystemTime::now()).unwrap();
    runtime.block_on(alice.put(token)).unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let counted = counted(|| {
        let Poll::Ready(token) = pin!(alice.access_token()).poll(&mut context) else {
            panic!("a fresh token is there at once")
        };
        token.unwrap()
    });
    println!("a fresh token of a keeper, allocations and reallocations: {counted:?}");
    assert_eq!(counted, (0, 0));
}

const CALLBACK: &str = "https://app.example/cb";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn code_exchange_allocates_no_more_than_by_hand() {
    let http = reqwest::Client::new();
    let (id, secret) = (String::from("cid-made-up"), String::from("cs-made-up"));
    let (code, verifier) = (String::from("made-up"), String::from(VERIFIER));
    let by_hand = counted(|| {
        let form = [
            ("client_id", id.as_str()),
            ("client_secret", &secret),
            ("grant_type", "authorization_code"),
            ("redirect_uri", CALLBACK),
            ("code", &code),
            ("code_verifier", &verifier),
        ];
        http.post("https://social.example/oauth/token").form(&form).build().unwrap()
    });

    let pair = ClientCredentials::new(id.clone(), "cs-made-up");
    let client = MastodonClient::new("https://social.example", pair).unwrap();
    // The values are the caller's: made before counting begins, handed over, not copied.
    let mut values: Vec<_> = (0..4)
        .map(|_| {
            let secret = |text: &str| SecretString::from(text);
            (String::from(CALLBACK), secret("made-up"), secret(VERIFIER))
        })
        .collect();
    let mut request = || {
        let (callback, code, verifier) = values.pop().unwrap();
        let request = client.oauth_token_post().authorization_code();
        request.redirect_uri(callback).code(code).code_verifier(verifier)
    };
    let reqwest = counted(|| request().into_request().prepare().unwrap().into_reqwest());
    let http = counted(|| request().into_request().build().unwrap());
    println!(
        "code exchange, allocations and reallocations: by hand {by_hand:?}, reqwest::Request {reqwest:?}, http::Request {http:?}"
    );
    assert!(reqwest.0 <= by_hand.0.min(5) && reqwest.1 == 0, "{reqwest:?}");
    assert!(http.0 <= by_hand.0.min(6) && http.1 == 0, "{http:?}");
}

fn update_allocates_no_more_than_by_hand() {
    #[derive(serde::Serialize)]
    struct Body<'a> {
        client_name: &'a str,
        redirect_uris: &'a [String],
        client_description: &'a str,
        default_scopes: &'a [String],
    }
    let http = reqwest::Client::new();
    let client_id = "6f9a1c1e-4b2d-4f4e-9a53-0d9f3c1b7a10";
    let uris = [String::from(CALLBACK)];
    let scopes = [String::from("read"), String::from("write")];
    let password = SecretString::from("Nutanix/4u");
    let by_hand = counted(|| {
        let body = Body {
            client_name: "Web Console",
            redirect_uris: &uris,
            client_description: "demo",
            default_scopes: &scopes,
        };
        let url = format!("https://pc.example.com:9440/api/nutanix/v3/oauth/client/{client_id}");
        http.put(url)
            .basic_auth("admin", Some(password.expose_secret()))
            .json(&body)
            .build()
            .unwrap()
    });

    let client =
        NutanixClient::new("https://pc.example.com:9440", Basic::new("admin", password)).unwrap();
    let mut values: Vec<_> = (0..4)
        .map(|_| {
            (
                String::from(client_id),
                String::from("Web Console"),
                uris.to_vec(),
                String::from("demo"),
                scopes.to_vec(),
            )
        })
        .collect();
    let mut request = || {
        let (id, name, uris, description, scopes) = values.pop().unwrap();
        let request = client.put().client_id(id).client_name(name).redirect_uris(uris);
        request.client_description(description).default_scopes(scopes)
    };
    let reqwest = counted(|| request().into_request().prepare().unwrap().into_reqwest());
    let http = counted(|| request().into_request().build().unwrap());
    println!(
        "update, allocations and reallocations: by hand {by_hand:?}, reqwest::Request {reqwest:?}, http::Request {http:?}"
    );
    assert!(reqwest.0 <= by_hand.0.min(6) && reqwest.1 <= by_hand.1.min(2), "{reqwest:?}");
    assert!(http.0 <= by_hand.0.min(7) && http.1 <= by_hand.1.min(2), "{http:?}");
}
