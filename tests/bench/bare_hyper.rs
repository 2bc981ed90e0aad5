//! The calls with hyper alone: what is left when nobody helps.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

use crate::by_hand::{MastodonToken, OauthClient, Values, VoucherifyToken};
use crate::calls::{
    MASTODON, NUTANIX, VOUCHERIFY, mastodon_token, nutanix_get, nutanix_put, voucherify_token,
    written_http,
};
use crate::meter::Meter;
use crate::table::{BARE_HYPER, BUILD, ROUND_TRIP, of_call};

/// Measures all works in this way. Reading is what it is by hand.
pub(crate) fn measure(meter: &Meter, origin: &str) {
    let values = &Values::new();
    let build = |call, act: &dyn Fn() -> Request<Bytes>, expected: &str| {
        let look = (written_http::<Bytes>, expected.to_owned());
        meter.at_once((&of_call(BUILD, call), BARE_HYPER), || (), |()| act(), look);
    };
    let [mastodon, nutanix, voucherify] = &[MASTODON, NUTANIX, VOUCHERIFY].map(Vendor::new);
    build(mastodon_token::NAME, &|| mastodon.code_exchange(values), mastodon_token::REQUEST);
    build(nutanix_put::NAME, &|| nutanix.update(values), nutanix_put::REQUEST);
    build(voucherify_token::NAME, &|| voucherify.token(values), voucherify_token::REQUEST);
    build(nutanix_get::NAME, &|| nutanix.client(values), nutanix_get::REQUEST);

    let http = &Client::builder(TokioExecutor::new()).build_http();
    let vendor = &Vendor::new(origin);
    let row = |call| of_call(ROUND_TRIP, call);
    let token = async |()| answer(http, vendor.code_exchange(values)).await;
    let look = (MastodonToken::told, MastodonToken::expected());
    meter.awaited((&row(mastodon_token::NAME), BARE_HYPER), || (), token, look);
    let client = async |()| answer(http, vendor.update(values)).await;
    let look = (OauthClient::told, OauthClient::expected());
    meter.awaited((&row(nutanix_put::NAME), BARE_HYPER), || (), client, look);
    let token = async |()| answer(http, vendor.token(values)).await;
    let look = (VoucherifyToken::told, VoucherifyToken::expected());
    meter.awaited((&row(voucherify_token::NAME), BARE_HYPER), || (), token, look);
    let client = async |()| answer(http, vendor.client(values)).await;
    let look = (OauthClient::told, OauthClient::expected());
    meter.awaited((&row(nutanix_get::NAME), BARE_HYPER), || (), client, look);
}

/// Sends a request and reads the answer.
async fn answer<T: DeserializeOwned>(
    http: &Client<HttpConnector, Full<Bytes>>,
    request: Request<Bytes>,
) -> T {
    let answer = http.request(request.map(Full::new)).await.unwrap();
    assert!(answer.status().is_success());
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

/// Where a vendor's calls go.
struct Vendor {
    code_exchange: String,
    token: String,
    clients: String,
}

impl Vendor {
    fn new(origin: &str) -> Self {
        Self {
            code_exchange: [origin, mastodon_token::PATH].concat(),
            token: [origin, voucherify_token::PATH].concat(),
            clients: [origin, nutanix_get::PATH].concat(),
        }
    }

    fn code_exchange(&self, values: &Values) -> Request<Bytes> {
        form(Request::post(&self.code_exchange), &values.code_exchange())
    }

    fn update(&self, values: &Values) -> Request<Bytes> {
        let request = Request::put(format!("{}{}", self.clients, values.id));
        let request = request.header(ACCEPT, "application/json");
        let request = request.header(AUTHORIZATION, basic(&values.user, &values.password));
        let body = serde_json::to_vec(&values.update).unwrap();
        request.header(CONTENT_TYPE, "application/json").body(body.into()).unwrap()
    }

    fn token(&self, values: &Values) -> Request<Bytes> {
        let request = Request::post(&self.token).header("X-App-Id", &values.app_id);
        form(request.header("X-App-Token", &values.app_token), &values.token())
    }

    fn client(&self, values: &Values) -> Request<Bytes> {
        let request = Request::get(format!("{}{}", self.clients, values.id));
        let request = request.header(ACCEPT, "application/json");
        let request = request.header(AUTHORIZATION, basic(&values.user, &values.password));
        request.body(Bytes::new()).unwrap()
    }
}

fn form(request: request::Builder, pairs: &[(&str, &str)]) -> Request<Bytes> {
    let request = request.header(ACCEPT, "application/json");
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(serde_urlencoded::to_string(pairs).unwrap().into()).unwrap()
}

fn basic(user: &str, password: &str) -> HeaderValue {
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    let mut value = HeaderValue::try_from(format!("Basic {encoded}")).unwrap();
    value.set_sensitive(true);
    value
}
