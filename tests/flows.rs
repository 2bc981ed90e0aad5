//! Whole flows, vendor by vendor, against an OAuth server of another make.
//!
//! The wire tests compare with what the vendors document; these show that a server which was written from the RFCs
//! alone understands the same calls. Where it is not like the vendor, the test says in which point.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be set up has failed")]

#[path = "flows/mastodon.rs"]
mod mastodon;
#[path = "flows/standard.rs"]
mod standard;
#[path = "flows/ultracart.rs"]
mod ultracart;
#[path = "flows/usps.rs"]
mod usps;
#[path = "flows/voucherify.rs"]
mod voucherify;

use std::process::Command;

use oauth_runtime::{Callback, Error, GrantState, Redirect, SecretString, State, Url};
use oauth_tests::Registered;
use reqwest::header::LOCATION;

/// Where the applications of all flows have the browser sent back to.
const REDIRECT_URI: &str = "https://app.example/callback";

/// Opens a page as a browser would, once, and gives the redirect that it answers with.
async fn open(url: &Url) -> Redirect {
    let answer = fetch(url).await;
    let location = answer.headers().get(LOCATION).expect("a redirect");
    Redirect::new(url, answer.status(), location).unwrap()
}

/// Opens a page as a browser would, once, whatever it answers with.
async fn fetch(url: &Url) -> reqwest::Response {
    let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    browser.build().unwrap().get(url.clone()).send().await.unwrap()
}

/// Takes a code from the page of the server, for a vendor that makes none or makes it in another way.
async fn code_of(page: &str, app: &Registered, scope: &str) -> SecretString {
    let state = State::generate().unwrap();
    let query = [
        ("response_type", "code"),
        ("client_id", &*app.client_id),
        ("redirect_uri", REDIRECT_URI),
        ("scope", scope),
        ("state", state.as_str()),
    ];
    let redirect = open(&Url::parse_with_params(page, query).unwrap()).await;
    redirect.callback(&Callback::new(&state).redirect_uri(REDIRECT_URI)).unwrap().into_code()
}

/// Checks that the exchange was refused as RFC 6749, section 5.2, has it, and that the grant is gone.
#[track_caller]
fn assert_invalid_grant(error: &Error) {
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.oauth().unwrap().error(), "invalid_grant");
    assert_eq!(error.grant_state(), GrantState::Spent);
    let told = format!("`{}`: the server refused with 400: invalid_grant", error.endpoint());
    assert_eq!(error.to_string(), told);
}

/// What is plain text because it stays on this machine would leave it.
#[test]
fn proxy_of_the_environment_gets_no_loopback_calls() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "mastodon::sign_in_goes_from_page_to_revocation"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        again.env(name, "http://127.0.0.1:9");
    }
    let done = again.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let shown = String::from_utf8_lossy(&done.stdout);
    assert!(shown.contains("1 passed; 0 failed"), "{shown}");
}
