//! The code exchange with the crate `oauth2`.
//!
//! The other three calls it cannot make: those of Nutanix are no grants, and to Voucherify's form it adds a `client_id`.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Pending, Ready, pending, ready};
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use http::header::CONTENT_TYPE;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::reqwest::Client;
use oauth2::reqwest::redirect::Policy;
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CodeTokenRequest, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, TokenResponse, TokenUrl,
};

use crate::calls::{MASTODON, mastodon_token, written_http};
use crate::meter::Meter;
use crate::table::{BUILD, OAUTH2, READ, ROUND_TRIP, WITHOUT_READING, of_call};

type Vendor =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Measures what can be done in this way.
pub(crate) fn measure(meter: &Meter, origin: &str) {
    let vendor = &vendor(MASTODON);
    // The crate does not give the request away: it is caught where it would be sent.
    let caught = &Cell::new(None);
    let catch = &|request: HttpRequest| -> Pending<Result<HttpResponse, Infallible>> {
        caught.set(Some(request));
        pending()
    };
    let build = |values| {
        let mut call = pin!(exchange(vendor, values).request_async(catch));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        caught.take().unwrap()
    };
    let look = (written_http::<Vec<u8>>, mastodon_token::REQUEST.to_owned());
    meter.at_once((&of_call(BUILD, mastodon_token::NAME), OAUTH2), values, build, look);

    let http = &Client::builder()
        .timeout(Duration::from_secs(30))
        .connect_timeout(Duration::from_secs(10))
        .redirect(Policy::none())
        .user_agent("oauth2/5.0")
        .no_proxy()
        .build()
        .unwrap();
    let at_server = &self::vendor(origin);
    let call = async |values| exchange(at_server, values).request_async(http).await.unwrap();
    let row = of_call(ROUND_TRIP, mastodon_token::NAME);
    meter.awaited((&row, OAUTH2), values, call, (told, expected()));

    let answer = &|_: HttpRequest| -> Ready<Result<HttpResponse, Infallible>> {
        let mut response = HttpResponse::new(mastodon_token::ANSWER.as_bytes().to_vec());
        let json = http::HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, json);
        ready(Ok(response))
    };
    let call = async |values| exchange(vendor, values).request_async(answer).await.unwrap();
    meter.awaited((READ, OAUTH2), values, call, (told, expected()));
    let silence = &|_: HttpRequest| -> Ready<Result<HttpResponse, std::fmt::Error>> {
        ready(Err(std::fmt::Error))
    };
    let call = async |values| exchange(vendor, values).request_async(silence).await.is_err();
    meter.awaited((WITHOUT_READING, OAUTH2), values, call, (|failed: &bool| *failed, true));
}

fn vendor(origin: &str) -> Vendor {
    BasicClient::new(ClientId::new(mastodon_token::CLIENT_ID.to_owned()))
        .set_client_secret(ClientSecret::new(mastodon_token::CLIENT_SECRET.to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_redirect_uri(RedirectUrl::new(mastodon_token::REDIRECT_URI.to_owned()).unwrap())
        .set_token_uri(TokenUrl::new([origin, mastodon_token::PATH].concat()).unwrap())
}

fn values() -> (AuthorizationCode, PkceCodeVerifier) {
    (
        AuthorizationCode::new(mastodon_token::CODE.to_owned()),
        PkceCodeVerifier::new(mastodon_token::CODE_VERIFIER.to_owned()),
    )
}

fn exchange(
    vendor: &Vendor,
    (code, verifier): (AuthorizationCode, PkceCodeVerifier),
) -> CodeTokenRequest<'_, BasicErrorResponse, BasicTokenResponse> {
    vendor.exchange_code(code).set_pkce_verifier(verifier)
}

fn told(token: &BasicTokenResponse) -> (String, String, Option<Duration>) {
    let scopes: Vec<_> = token.scopes().into_iter().flatten().map(|scope| scope.as_str()).collect();
    (token.access_token().secret().clone(), scopes.join(" "), token.expires_in())
}

fn expected() -> (String, String, Option<Duration>) {
    (
        mastodon_token::ACCESS_TOKEN.to_owned(),
        mastodon_token::SCOPE.to_owned(),
        Some(Duration::from_secs(mastodon_token::EXPIRES_IN)),
    )
}
