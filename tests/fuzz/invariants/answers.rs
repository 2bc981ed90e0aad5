//! Whole answers, through the whole of a call.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use oauth_providers::mastodon::{self, MastodonClient};
use oauth_providers::nutanix::{self, NutanixClient};
use oauth_providers::ultracart::{self, UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::{self, UspsClient};
use oauth_providers::voucherify::{self, VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{
    ApiClient, Basic, ClientBuilder, ClientCredentials, Delivery, Error, ExposeSecret,
    IntoCredentials, RedirectOr, SecretString, Token, oauth_api,
    transport::{Limits, Transport, TransportFuture},
};

use super::{assert_is_access_token, assert_one_line, choice, line};

/// A vendor whose answer is the runtime's own token.
#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Tokens {
    /// Makes a token.
    #[post("/token")]
    #[grant(client_credentials)]
    fn token(grant_type: String) -> Token;
}

const TYPES: [&str; 6] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/html; charset=utf-8",
    "",
    "APPLICATION/X-WWW-FORM-URLENCODED ; x",
    "application/problem+json",
];

/// Gives one answer.
struct Canned(http::Response<Bytes>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// What is left of an answer: its access tokens, and whether it came from a body that has to be an object.
struct Taken(Vec<SecretString>, bool);

fn object(tokens: impl IntoIterator<Item = SecretString>) -> Taken {
    Taken(tokens.into_iter().collect(), true)
}

fn made<C: ApiClient>(
    answer: &http::Response<Bytes>,
    credentials: impl IntoCredentials<C::Credentials>,
) -> C {
    let builder = ClientBuilder::<C>::new().base_url("https://vendor.example");
    builder.credentials(credentials).transport(Canned(answer.clone())).build().unwrap()
}

fn usps(answer: &http::Response<Bytes>) -> UspsClient {
    made(answer, ClientCredentials::new("id", "secret"))
}

fn nutanix(answer: &http::Response<Bytes>) -> NutanixClient {
    made(answer, Basic::new("user", "password"))
}

fn ultracart(answer: &http::Response<Bytes>) -> UltraCartClient {
    made(answer, UltraCartCredentials::None)
}

fn voucherify(answer: &http::Response<Bytes>) -> VoucherifyClient {
    made(answer, VoucherifyCredentials::new("id", "token"))
}

/// The answer is there at once, so that no runtime is needed.
fn now<T>(call: impl Future<Output = T>) -> T {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a canned answer is there at once"),
    }
}

type Call = fn(&http::Response<Bytes>) -> Result<Taken, Error>;

/// One call for each model of each vendor.
const CALLS: [Call; 15] = [
    |answer| {
        let call = usps(answer).post_token().client_credentials();
        now(call.send()).map(|it| object([it.access_token]))
    },
    |answer| {
        let call = usps(answer).post_code().tintcyalf("cookie").client_id("id");
        now(call.send()).map(|_| object([]))
    },
    |answer| now(usps(answer).post_revoke().token("token").send()).map(|()| Taken(vec![], false)),
    |answer| {
        let call = ultracart(answer).oauth_access_token().refresh_token_grant().client_id("id");
        now(call.refresh_token("token").send()).map(|it| object([it.access_token]))
    },
    |answer| {
        let call = ultracart(answer).oauth_revoke().client_id("id").token("token");
        now(call.send()).map(|_| object([]))
    },
    |answer| {
        now(voucherify(answer).generate_oauth_token().send()).map(|it| object([it.access_token]))
    },
    |answer| {
        let call = voucherify(answer).introspect_oauth_token().access_token("token");
        now(call.send()).map(|_| object([]))
    },
    |answer| {
        let call = nutanix(answer).oauth_token_post().refresh_token_grant().client_id("id");
        let call = call.client_secret("secret").refresh_token("token");
        now(call.send()).map(|it| object([it.access_token]))
    },
    |answer| {
        let call = nutanix(answer).oauth_generate_token_post().scopes(["a"]).client_name("n");
        let call = call.client_description("d");
        now(call.send()).map(|it| object([it.oauth_token.access_token]))
    },
    |answer| now(nutanix(answer).oauth_client_list_post().send()).map(|_| object([])),
    |answer| {
        let call = nutanix(answer).oauth_client_client_id_get().client_id("id");
        now(call.send()).map(|_| object([]))
    },
    |answer| {
        let call = nutanix(answer).oauth_authorize_post().client_id("id").confirm("yes");
        now(call.send()).map(|it| Taken(vec![], matches!(it, RedirectOr::Value(_))))
    },
    |answer| now(nutanix(answer).oauth_idp_login_get().send()).map(|_| Taken(vec![], false)),
    |answer| {
        let mastodon: MastodonClient = made(answer, ClientCredentials::new("id", "secret"));
        let call = mastodon.oauth_token_post().client_credentials();
        let call = call.redirect_uri("https://app.example/cb");
        now(call.send()).map(|it| object([it.access_token]))
    },
    |answer| {
        let client: TokensClient = made(answer, Basic::new("id", "secret"));
        let call = client.token().client_credentials();
        now(call.send()).map(|it| object([it.access_token().clone()]))
    },
];

fn answer_of(status: u16, kind: &str, body: &[u8]) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::copy_from_slice(body));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    if !kind.is_empty() {
        answer.headers_mut().insert(CONTENT_TYPE, kind.parse().unwrap());
    }
    answer
}

/// Has a call answered: the first three bytes choose the call, the status and the content type, the rest is the body,
/// or the target where the status is a redirect.
pub fn answer(mut data: &[u8]) {
    let call = choice(&mut data, &CALLS);
    let status = choice(&mut data, &[200, 201, 202, 204, 226, 299, 302, 303, 304, 307]);
    let kind = choice(&mut data, &TYPES);
    let mut answer = answer_of(status, kind, data);
    if (300..400).contains(&status)
        && let Ok(target) = http::HeaderValue::from_bytes(data)
    {
        answer.headers_mut().insert(LOCATION, target);
    }
    match call(&answer) {
        Ok(Taken(tokens, of_object)) => {
            for token in &tokens {
                assert_is_access_token(token.expose_secret());
            }
            if of_object && !kind.to_lowercase().contains("form") {
                let body = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
                let is_text = ["", "text/html; charset=utf-8"].contains(&kind);
                if body.trim_ascii_start().first() == Some(&b'{') {
                    let text = String::from_utf8_lossy(body);
                    assert!(
                        serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(),
                        "not JSON"
                    );
                } else {
                    let fields = body.split(|byte| *byte == b'&');
                    let names =
                        fields.map(|field| field.trim_ascii().split(|byte| *byte == b'=').next());
                    assert!(is_text && !tokens.is_empty(), "only an object is a struct");
                    assert!(names.flatten().any(|name| name == b"access_token"), "not a form");
                }
            }
        }
        Err(error) => check(&error, data),
    }
}

/// Has a call refused: the first three bytes choose the call, the status and the content type; then a line of
/// `WWW-Authenticate`, and the body.
pub fn refusal(mut data: &[u8]) {
    let call = choice(&mut data, &CALLS);
    let status = choice(&mut data, &[400, 401, 403, 404, 422, 429, 499, 500, 503, 599]);
    let kind = choice(&mut data, &TYPES);
    let challenge = http::HeaderValue::from_bytes(line(&mut data));
    let mut answer = answer_of(status, kind, data);
    if let Ok(challenge) = challenge {
        answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    let error = call(&answer).err().unwrap();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    assert_eq!(error.status().unwrap().as_u16(), status);
    check(&error, data);
    let is_list = data.trim_ascii_start().first() == Some(&b'[');
    for is_some in [
        error.body_as::<mastodon::Error>().is_some(),
        error.body_as::<nutanix::OauthStatus>().is_some(),
        error.body_as::<nutanix::OauthClientStatus>().is_some(),
        error.body_as::<ultracart::ErrorResponse>().is_some(),
        error.body_as::<usps::StandardErrorResponse>().is_some(),
        error.body_as::<usps::GatewayErrorResponse>().is_some(),
        error.body_as::<voucherify::Error>().is_some(),
    ] {
        assert!(!(is_some && is_list), "a list is no struct");
    }
}

/// What holds of every error that an answer gives.
fn check(error: &Error, body: &[u8]) {
    assert_eq!(error.delivery(), Delivery::Answered);
    assert_eq!(error.body(), Some(body), "the body is kept as it came");
    assert_one_line(&error.to_string());
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        assert_one_line(&error.to_string());
        cause = error.source();
    }
    if let Some(oauth) = error.oauth() {
        assert!(!oauth.error().is_empty());
        assert_one_line(&oauth.to_string());
    }
    assert!(!format!("{error:?}").contains('\n'));
}
