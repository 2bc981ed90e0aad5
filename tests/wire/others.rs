//! Vendors beside the five, the awkward ones: each declared as its page has it, with no way round the declaration; whole
//! requests, answers and refusals are those of the page that the file names.
//!
//! Pages are silent about some of it. Not from a page, but as users of the vendor report it or as the RFC has it, are: the
//! status of WeChat's and Slack's refusals, TikTok's `error.code` of a success and the statuses of its refusals, the refusals of
//! Withings, Strava, Amazon and Dropbox, the answer to Microsoft's client credentials and device request, what revokes a token at
//! Dropbox and Slack, the members of Stack Exchange's token in JSON, and the resources that are asked for with the tokens of
//! Shopify, Amazon, Zoho and Dropbox.

#![deny(warnings)]
#![allow(clippy::struct_field_names, reason = "the words of the vendors")]

mod amazon;
mod aws;
mod dropbox;
mod google;
mod keycloak;
mod microsoft;
mod shopify;
mod slack;
mod square;
mod stack_exchange;
mod strava;
mod tiktok;
mod twitch;
mod wechat;
mod withings;
mod zoho;

use std::time::{Duration, SystemTime};

use http::Method;
use oauth_runtime::{Error, GrantState};
use oauth_tests::{Response, Server};

use crate::calls::request;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const JSON: &str = "Content-Type: application/json";
const ACCEPT: &str = "Accept: application/json";

/// Starts a server that answers so.
async fn server(status: u16, body: &str) -> Server {
    Server::answering([Response::json(status, body)]).await
}

/// A `POST` of a form whose answer is JSON, as documentation writes it.
fn posted(target: &str, body: &str) -> String {
    request(&Method::POST, target, &[FORM, ACCEPT], body)
}

/// A `GET` with these headers, as documentation writes it.
fn got(target: &str, headers: &[&str]) -> String {
    format!("GET {target} HTTP/1.1\n{}\n\n", headers.join("\n"))
}

/// Sends a call; gives its answer.
macro_rules! answer {
    ($call:expr) => {
        $call.send().with_response().await.unwrap()
    };
}
use answer;

/// Sends a call; gives the error with which it ends.
macro_rules! refusal {
    ($call:expr) => {
        $call.send().await.map(drop).unwrap_err()
    };
}
use refusal;

/// Fails unless the answer is what the declaration says, to the last member, and its token lasts so many seconds.
#[track_caller]
fn lasts<T>(answer: &oauth_runtime::Response<T>, seconds: u64) {
    assert_eq!(answer.deviations(), []);
    let end = answer.expires_at().unwrap();
    let left = end.duration_since(SystemTime::now()).unwrap();
    let whole = Duration::from_secs(seconds);
    assert!(left <= whole && left + Duration::from_secs(60) > whole, "{left:?}");
}

/// Fails unless this is what the error says in its one line, and what it says of the grant.
#[track_caller]
fn is_refused(error: &Error, line: &str, grant: GrantState) {
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.to_string(), line);
    assert_eq!(error.grant_state(), grant);
}
