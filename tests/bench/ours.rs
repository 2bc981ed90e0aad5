//! The calls with this project: the clients of `oauth-providers`, over reqwest or over hyper.

use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use oauth_providers::mastodon::{self, MastodonClient, OauthTokenPost200Response};
use oauth_providers::nutanix::{NutanixClient, OauthClientResponse};
use oauth_providers::voucherify::{
    OAuthTokenGenerateResponseBody, Scope, VoucherifyClient, VoucherifyCredentials,
};
use oauth_runtime::transport::{HyperTransport, Limits, Transport, TransportFuture};
use oauth_runtime::{
    ApiClient, Basic, ClientBuilder, ClientCredentials, ExposeSecret, Parameters, Request, Scopes,
    SecretString, Sendable, oauth_api,
};

use crate::calls::{
    MASTODON, NUTANIX, VOUCHERIFY, mastodon_token, nutanix_get, nutanix_put, voucherify_token,
    written_http, written_reqwest,
};
use crate::meter::Meter;
use crate::table::{
    BUILD, OURS_ON_HYPER, OURS_ON_REQWEST, READ, ROUND_TRIP, WITHOUT_READING, of_call,
};

/// Measures all works in both ways.
pub(crate) fn measure(meter: &Meter, origin: &str) {
    let vendors = &Vendors::new([MASTODON, NUTANIX, VOUCHERIFY], None);
    let exchange = |values| vendors.code_exchange(values);
    build(meter, mastodon_token::NAME, CodeExchange::new, exchange, mastodon_token::REQUEST);
    let update = |values| vendors.update(values);
    build(meter, nutanix_put::NAME, Update::new, update, nutanix_put::REQUEST);
    let token = |scope| vendors.token(scope);
    build(meter, voucherify_token::NAME, scope, token, voucherify_token::REQUEST);
    let client = |id| vendors.client(id);
    build(meter, nutanix_get::NAME, id, client, nutanix_get::REQUEST);

    round_trips(meter, OURS_ON_REQWEST, &Vendors::new([origin; 3], None));
    let hyper = HyperTransport::new().unwrap();
    round_trips(meter, OURS_ON_HYPER, &Vendors::new([origin; 3], Some(Arc::new(hyper))));
    read(meter);
}

/// Measures how a request is built, for each carrier in its own type.
fn build<V, P: Parameters<T, Kind: Sendable>, T>(
    meter: &Meter,
    call: &str,
    values: impl Fn() -> V,
    act: impl Fn(V) -> Request<P, T>,
    expected: &str,
) {
    let row = of_call(BUILD, call);
    let reqwest = |values| act(values).prepare().unwrap().into_reqwest();
    let look = (written_reqwest, expected.to_owned());
    meter.at_once((&row, OURS_ON_REQWEST), &values, reqwest, look);
    let http = |values| act(values).build().unwrap();
    meter.at_once((&row, OURS_ON_HYPER), &values, http, (written_http, expected.to_owned()));
}

fn round_trips(meter: &Meter, way: &str, vendors: &Vendors) {
    let row = |call| of_call(ROUND_TRIP, call);
    let token = async |values| vendors.code_exchange(values).send().await.unwrap();
    let look = (told, expected());
    meter.awaited((&row(mastodon_token::NAME), way), CodeExchange::new, token, look);
    let client = async |values| vendors.update(values).send().await.unwrap();
    let look = (told_client, expected_client());
    meter.awaited((&row(nutanix_put::NAME), way), Update::new, client, look);
    let token = async |scope| vendors.token(scope).send().await.unwrap();
    let look = |token: &OAuthTokenGenerateResponseBody| {
        let scope = token.scope.as_ref().map(ToString::to_string);
        (token.access_token.expose_secret().to_owned(), token.expires_at, scope)
    };
    let expected = (
        voucherify_token::ACCESS_TOKEN.to_owned(),
        Some(voucherify_token::EXPIRES_AT),
        Some(voucherify_token::SCOPE.to_owned()),
    );
    meter.awaited((&row(voucherify_token::NAME), way), scope, token, (look, expected));
    let client = async |id| vendors.client(id).send().await.unwrap();
    meter.awaited((&row(nutanix_get::NAME), way), id, client, (told_client, expected_client()));
}

/// Measures a call that is answered in this process, and the same call whose answer has no body and is not declared to have
/// one: the difference is what reading costs, whatever the carrier.
fn read(meter: &Meter) {
    for way in [OURS_ON_REQWEST, OURS_ON_HYPER] {
        let client = builder(MASTODON, Some(Arc::new(Answers(mastodon_token::ANSWER))));
        let client: &MastodonClient = &client.credentials(pair()).build().unwrap();
        let call = async |values| code_exchange(client, values).send().await.unwrap();
        meter.awaited((READ, way), CodeExchange::new, call, (told, expected()));

        let client = builder(MASTODON, Some(Arc::new(Answers(""))));
        let client: &SilentClient = &client.credentials(pair()).build().unwrap();
        let call = async |values: CodeExchange| {
            let request = client.oauth_token_post().authorization_code();
            let request = request.redirect_uri(values.redirect_uri).code(values.code);
            request.code_verifier(values.code_verifier).send().await.unwrap();
        };
        meter.awaited((WITHOUT_READING, way), CodeExchange::new, call, (|(): &()| (), ()));
    }
}

/// Mastodon, as far as its code exchange, with nothing in the answer.
#[oauth_api(base_path = "/", auth = client_secret_post, error = mastodon::Error)]
pub trait Silent {
    /// Trades an authorization code, or the client's own credentials, for nothing.
    #[post("/oauth/token")]
    #[grant(authorization_code, needs(code), may(code_verifier))]
    #[grant(client_credentials, may(scope))]
    fn oauth_token_post(
        client_id: String,
        client_secret: SecretString,
        grant_type: mastodon::GrantType,
        redirect_uri: String,
        code: Option<SecretString>,
        scope: Option<Scopes>,
        code_verifier: Option<SecretString>,
    );
}

/// Answers each request with the same body.
struct Answers(&'static str);

impl Transport for Answers {
    fn send(&self, _request: http::Request<Bytes>, _limits: Limits) -> TransportFuture {
        let mut response = http::Response::new(Bytes::from_static(self.0.as_bytes()));
        let json = http::HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Box::pin(async { Ok(response) })
    }
}

/// The clients.
struct Vendors {
    mastodon: MastodonClient,
    nutanix: NutanixClient,
    voucherify: VoucherifyClient,
}

fn builder<C: ApiClient>(origin: &str, carrier: Option<Arc<dyn Transport>>) -> ClientBuilder<C> {
    let builder = ClientBuilder::default().base_url(origin);
    match carrier {
        Some(carrier) => builder.transport(carrier),
        None => builder,
    }
}

fn pair() -> ClientCredentials {
    ClientCredentials::new(mastodon_token::CLIENT_ID, mastodon_token::CLIENT_SECRET)
}

fn code_exchange(
    client: &MastodonClient,
    values: CodeExchange,
) -> Request<
    impl Parameters<OauthTokenPost200Response, Kind: Sendable> + use<>,
    OauthTokenPost200Response,
> {
    let request = client.oauth_token_post().authorization_code();
    let request = request.redirect_uri(values.redirect_uri).code(values.code);
    request.code_verifier(values.code_verifier).into_request()
}

impl Vendors {
    fn new(origins: [&str; 3], carrier: Option<Arc<dyn Transport>>) -> Self {
        let [mastodon, nutanix, voucherify] = origins;
        let user = Basic::new(nutanix_get::USER, nutanix_get::PASSWORD);
        let app = VoucherifyCredentials::new(voucherify_token::APP_ID, voucherify_token::APP_TOKEN);
        let nutanix = builder::<NutanixClient>(nutanix, carrier.clone()).credentials(user);
        let voucherify = builder::<VoucherifyClient>(voucherify, carrier.clone()).credentials(app);
        Self {
            mastodon: builder(mastodon, carrier).credentials(pair()).build().unwrap(),
            nutanix: nutanix.build().unwrap(),
            voucherify: voucherify.build().unwrap(),
        }
    }

    fn code_exchange(
        &self,
        values: CodeExchange,
    ) -> Request<
        impl Parameters<OauthTokenPost200Response, Kind: Sendable> + use<>,
        OauthTokenPost200Response,
    > {
        code_exchange(&self.mastodon, values)
    }

    fn update(
        &self,
        values: Update,
    ) -> Request<impl Parameters<OauthClientResponse, Kind: Sendable> + use<>, OauthClientResponse>
    {
        let request = self.nutanix.oauth_client_client_id_put().client_id(values.client_id);
        let request = request.client_name(values.client_name).redirect_uris(values.redirect_uris);
        let request = request.client_description(values.client_description);
        request.default_scopes(values.default_scopes).into_request()
    }

    fn token(
        &self,
        scope: Scopes,
    ) -> Request<
        impl Parameters<OAuthTokenGenerateResponseBody, Kind: Sendable> + use<>,
        OAuthTokenGenerateResponseBody,
    > {
        let request = self.voucherify.generate_oauth_token().client_credentials();
        request.scope(scope).into_request()
    }

    fn client(
        &self,
        id: String,
    ) -> Request<impl Parameters<OauthClientResponse, Kind: Sendable> + use<>, OauthClientResponse>
    {
        self.nutanix.oauth_client_client_id_get().client_id(id).into_request()
    }
}

/// What a code exchange is made with.
struct CodeExchange {
    redirect_uri: String,
    code: SecretString,
    code_verifier: SecretString,
}

impl CodeExchange {
    fn new() -> Self {
        Self {
            redirect_uri: mastodon_token::REDIRECT_URI.to_owned(),
            code: mastodon_token::CODE.into(),
            code_verifier: mastodon_token::CODE_VERIFIER.into(),
        }
    }
}

/// What a client is updated with.
struct Update {
    client_id: String,
    client_name: String,
    redirect_uris: Vec<String>,
    client_description: String,
    default_scopes: Vec<String>,
}

impl Update {
    fn new() -> Self {
        Self {
            client_id: id(),
            client_name: nutanix_put::CLIENT_NAME.to_owned(),
            redirect_uris: nutanix_put::REDIRECT_URIS.map(String::from).to_vec(),
            client_description: nutanix_put::CLIENT_DESCRIPTION.to_owned(),
            default_scopes: nutanix_put::DEFAULT_SCOPES.map(String::from).to_vec(),
        }
    }
}

fn id() -> String {
    nutanix_get::CLIENT_ID.to_owned()
}

fn scope() -> Scopes {
    [Scope::Vouchers, Scope::Campaigns].into_iter().collect()
}

fn told(token: &OauthTokenPost200Response) -> (String, Option<String>, Option<i64>, Option<u64>) {
    let scope = token.scope.as_ref().map(ToString::to_string);
    (token.access_token.expose_secret().to_owned(), scope, token.created_at, token.expires_in)
}

fn expected() -> (String, Option<String>, Option<i64>, Option<u64>) {
    crate::by_hand::MastodonToken::expected()
}

fn told_client(client: &OauthClientResponse) -> [String; 4] {
    [
        client.client_id.clone(),
        client.client_secret.as_ref().map(|it| it.expose_secret().to_owned()).unwrap_or_default(),
        client.redirect_uris.join(" "),
        client.default_scopes.join(" "),
    ]
}

fn expected_client() -> [String; 4] {
    crate::by_hand::OauthClient::expected()
}
