//! The calls by hand with reqwest, as somebody writes them who knows it: straightforward, and careful with what is sent.

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::calls::{
    MASTODON, NUTANIX, VOUCHERIFY, mastodon_token, nutanix_get, nutanix_put, voucherify_token,
    written_reqwest,
};
use crate::meter::Meter;
use crate::table::{BUILD, BY_HAND, READ, ROUND_TRIP, of_call};

/// Measures all works in this way.
pub(crate) fn measure(meter: &Meter, origin: &str) {
    let values = &Values::new();
    let http = Client::builder()
        .timeout(Duration::from_secs(30))
        .connect_timeout(Duration::from_secs(10))
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .user_agent("by-hand/1.0")
        .no_proxy()
        .no_gzip()
        .build()
        .unwrap();

    let [mastodon, nutanix, voucherify] =
        &[MASTODON, NUTANIX, VOUCHERIFY].map(|origin| Vendor::new(&http, origin));
    let build = |call, act: &dyn Fn() -> RequestBuilder, expected: &str| {
        let look = (written_reqwest, expected.to_owned());
        meter.at_once((&of_call(BUILD, call), BY_HAND), || (), |()| act().build().unwrap(), look);
    };
    build(mastodon_token::NAME, &|| mastodon.code_exchange(values), mastodon_token::REQUEST);
    build(nutanix_put::NAME, &|| nutanix.update(values), nutanix_put::REQUEST);
    build(voucherify_token::NAME, &|| voucherify.token(values), voucherify_token::REQUEST);
    build(nutanix_get::NAME, &|| nutanix.client(values), nutanix_get::REQUEST);

    let vendor = &Vendor::new(&http, origin);
    let row = |call| of_call(ROUND_TRIP, call);
    let token = async |()| answer(vendor.code_exchange(values)).await;
    let look = (MastodonToken::told, MastodonToken::expected());
    meter.awaited((&row(mastodon_token::NAME), BY_HAND), || (), token, look);
    let client = async |()| answer(vendor.update(values)).await;
    let look = (OauthClient::told, OauthClient::expected());
    meter.awaited((&row(nutanix_put::NAME), BY_HAND), || (), client, look);
    let token = async |()| answer(vendor.token(values)).await;
    let look = (VoucherifyToken::told, VoucherifyToken::expected());
    meter.awaited((&row(voucherify_token::NAME), BY_HAND), || (), token, look);
    let client = async |()| answer(vendor.client(values)).await;
    let look = (OauthClient::told, OauthClient::expected());
    meter.awaited((&row(nutanix_get::NAME), BY_HAND), || (), client, look);

    let read = |body: &[u8]| serde_json::from_slice(body).unwrap();
    let look = (MastodonToken::told, MastodonToken::expected());
    meter.at_once((READ, BY_HAND), || mastodon_token::ANSWER.as_bytes(), read, look);
}

/// Sends a request and reads the answer.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> T {
    let answer = request.send().await.and_then(Response::error_for_status).unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

/// What the calls are made with.
pub(crate) struct Values {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uri: String,
    pub(crate) code: String,
    pub(crate) code_verifier: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) id: String,
    pub(crate) update: Update,
    pub(crate) app_id: String,
    pub(crate) app_token: String,
    pub(crate) scope: String,
}

/// The body of an update of a client.
#[derive(Serialize)]
pub(crate) struct Update {
    client_name: String,
    redirect_uris: Vec<String>,
    client_description: String,
    default_scopes: Vec<String>,
}

impl Values {
    pub(crate) fn new() -> Self {
        Self {
            client_id: mastodon_token::CLIENT_ID.to_owned(),
            client_secret: mastodon_token::CLIENT_SECRET.to_owned(),
            redirect_uri: mastodon_token::REDIRECT_URI.to_owned(),
            code: mastodon_token::CODE.to_owned(),
            code_verifier: mastodon_token::CODE_VERIFIER.to_owned(),
            user: nutanix_get::USER.to_owned(),
            password: nutanix_get::PASSWORD.to_owned(),
            id: nutanix_get::CLIENT_ID.to_owned(),
            update: Update {
                client_name: nutanix_put::CLIENT_NAME.to_owned(),
                redirect_uris: nutanix_put::REDIRECT_URIS.map(String::from).to_vec(),
                client_description: nutanix_put::CLIENT_DESCRIPTION.to_owned(),
                default_scopes: nutanix_put::DEFAULT_SCOPES.map(String::from).to_vec(),
            },
            app_id: voucherify_token::APP_ID.to_owned(),
            app_token: voucherify_token::APP_TOKEN.to_owned(),
            scope: voucherify_token::SCOPE.to_owned(),
        }
    }

    /// The form of the code exchange.
    pub(crate) fn code_exchange(&self) -> [(&'static str, &str); 6] {
        [
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("grant_type", "authorization_code"),
            ("redirect_uri", &self.redirect_uri),
            ("code", &self.code),
            ("code_verifier", &self.code_verifier),
        ]
    }

    /// The form of Voucherify's token.
    pub(crate) fn token(&self) -> [(&'static str, &str); 2] {
        [("grant_type", "client_credentials"), ("scope", &self.scope)]
    }
}

/// Where a vendor's calls go, each address put together once where it is the same for all calls.
struct Vendor {
    http: Client,
    code_exchange: String,
    token: String,
    clients: String,
}

impl Vendor {
    fn new(http: &Client, origin: &str) -> Self {
        Self {
            http: http.clone(),
            code_exchange: [origin, mastodon_token::PATH].concat(),
            token: [origin, voucherify_token::PATH].concat(),
            clients: [origin, nutanix_get::PATH].concat(),
        }
    }

    fn code_exchange(&self, values: &Values) -> RequestBuilder {
        let request = self.http.post(&self.code_exchange).header(ACCEPT, "application/json");
        request.form(&values.code_exchange())
    }

    fn update(&self, values: &Values) -> RequestBuilder {
        let url = format!("{}{}", self.clients, values.id);
        let request = self.http.put(url).header(ACCEPT, "application/json");
        request.basic_auth(&values.user, Some(&values.password)).json(&values.update)
    }

    fn token(&self, values: &Values) -> RequestBuilder {
        let request = self.http.post(&self.token).header(ACCEPT, "application/json");
        let request = request.header("X-App-Id", &values.app_id);
        request.header("X-App-Token", &values.app_token).form(&values.token())
    }

    fn client(&self, values: &Values) -> RequestBuilder {
        let url = format!("{}{}", self.clients, values.id);
        let request = self.http.get(url).header(ACCEPT, "application/json");
        request.basic_auth(&values.user, Some(&values.password))
    }
}

/// An access token of Mastodon.
#[derive(Deserialize)]
pub(crate) struct MastodonToken {
    access_token: String,
    created_at: Option<i64>,
    expires_in: Option<u64>,
    #[allow(dead_code, reason = "read as the others are")]
    refresh_token: Option<String>,
    scope: Option<String>,
    #[allow(dead_code, reason = "read as the others are")]
    token_type: Option<String>,
}

impl MastodonToken {
    pub(crate) fn told(&self) -> (String, Option<String>, Option<i64>, Option<u64>) {
        (self.access_token.clone(), self.scope.clone(), self.created_at, self.expires_in)
    }

    pub(crate) fn expected() -> (String, Option<String>, Option<i64>, Option<u64>) {
        (
            mastodon_token::ACCESS_TOKEN.to_owned(),
            Some(mastodon_token::SCOPE.to_owned()),
            Some(mastodon_token::CREATED_AT),
            Some(mastodon_token::EXPIRES_IN),
        )
    }
}

/// A client of Nutanix.
#[derive(Deserialize)]
pub(crate) struct OauthClient {
    redirect_uris: Vec<String>,
    #[allow(dead_code, reason = "read as the others are")]
    client_name: String,
    client_id: String,
    client_secret: String,
    #[allow(dead_code, reason = "read as the others are")]
    client_description: String,
    default_scopes: Vec<String>,
}

impl OauthClient {
    pub(crate) fn told(&self) -> [String; 4] {
        [
            self.client_id.clone(),
            self.client_secret.clone(),
            self.redirect_uris.join(" "),
            self.default_scopes.join(" "),
        ]
    }

    pub(crate) fn expected() -> [String; 4] {
        [
            nutanix_get::CLIENT_ID.to_owned(),
            nutanix_get::CLIENT_SECRET.to_owned(),
            nutanix_put::REDIRECT_URIS.join(" "),
            nutanix_put::DEFAULT_SCOPES.join(" "),
        ]
    }
}

/// An access token of Voucherify.
#[derive(Deserialize)]
pub(crate) struct VoucherifyToken {
    access_token: String,
    #[allow(dead_code, reason = "read as the others are")]
    client_id: Option<String>,
    expires_at: Option<u64>,
    #[allow(dead_code, reason = "read as the others are")]
    expires_in: Option<u64>,
    scope: Option<String>,
    #[allow(dead_code, reason = "read as the others are")]
    token_type: Option<String>,
}

impl VoucherifyToken {
    pub(crate) fn told(&self) -> (String, Option<u64>, Option<String>) {
        (self.access_token.clone(), self.expires_at, self.scope.clone())
    }

    pub(crate) fn expected() -> (String, Option<u64>, Option<String>) {
        (
            voucherify_token::ACCESS_TOKEN.to_owned(),
            Some(voucherify_token::EXPIRES_AT),
            Some(voucherify_token::SCOPE.to_owned()),
        )
    }
}
