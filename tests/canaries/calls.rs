//! Every endpoint of every vendor, with every secret parameter set, by each of its entries.

use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::standard::StandardClient;
use oauth_providers::ultracart::{UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{
    ApiClient, Basic, Bearer, ClientBuilder, ClientCredentials, ServerMetadata, Url,
    description::{Api, DeclaredBase, EndpointBase},
    transport::HyperTransport,
    transport::PreparedRequest,
};
use oauth_tests::Carrier;

use crate::canary::{Shown, header, plain, text};

pub(crate) const APIS: [&Api; 6] = [
    UspsClient::API,
    UltraCartClient::API,
    VoucherifyClient::API,
    NutanixClient::API,
    MastodonClient::API,
    StandardClient::API,
];

/// Where calls go, and by what.
#[derive(Clone)]
pub(crate) struct To {
    pub(crate) origin: String,
    pub(crate) http: Http,
}

/// An HTTP client that is shared.
#[derive(Clone)]
pub(crate) enum Http {
    Reqwest(reqwest::Client),
    Hyper(HyperTransport),
}

impl To {
    /// A server without TLS; all share one HTTP client. It keeps no connection, because each test has a runtime of its own.
    pub(crate) fn plain(origin: String) -> Self {
        Self::over(Carrier::Reqwest, origin)
    }

    /// The same, over either HTTP client.
    pub(crate) fn over(carrier: Carrier, origin: String) -> Self {
        static REQWEST: OnceLock<reqwest::Client> = OnceLock::new();
        static HYPER: OnceLock<HyperTransport> = OnceLock::new();
        let http = match carrier {
            Carrier::Reqwest => {
                let new = || builder().pool_max_idle_per_host(0).build().unwrap();
                Http::Reqwest(REQWEST.get_or_init(new).clone())
            }
            Carrier::Hyper => {
                let builder = HyperTransport::builder().pool_max_idle_per_host(0);
                Http::Hyper(HYPER.get_or_init(|| builder.build().unwrap()).clone())
            }
        };
        Self { origin, http }
    }

    /// Has a client carry its calls there.
    pub(crate) fn client<C: ApiClient>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        let builder = match C::API.base() {
            DeclaredBase::None => builder.metadata(self.metadata(C::API)),
            _ => builder.base_url(&*self.origin),
        };
        match &self.http {
            Http::Reqwest(http) => builder.reqwest_client(http.clone()),
            Http::Hyper(http) => builder.transport(http.clone()),
        }
    }
}

impl To {
    /// The metadata of a server that has all endpoints there.
    fn metadata(&self, api: &Api) -> ServerMetadata {
        let words = api.endpoints().iter().filter_map(|endpoint| match endpoint.base() {
            EndpointBase::Metadata(word) => Some(word),
            _ => None,
        });
        let known = ServerMetadata::new(&*self.origin);
        words.fold(known, |known, word| known.with(word, format!("{}/{word}", self.origin)))
    }

    /// A URL there.
    fn at(&self, path: &str) -> Url {
        Url::parse(&self.origin).unwrap().join(path).unwrap()
    }
}

/// An HTTP client without redirects, repetitions and proxies.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    let none = reqwest::redirect::Policy::none();
    reqwest::Client::builder().no_proxy().redirect(none).retry(reqwest::retry::never())
}

type Work<'a> = Pin<Box<dyn Future<Output = Shown> + 'a>>;

/// One entry of one endpoint.
pub(crate) struct Call {
    pub(crate) api: &'static Api,
    pub(crate) endpoint: &'static str,
    pub(crate) entry: &'static str,
    /// Makes the call, and looks at all that is there on the way.
    pub(crate) make: fn(&To) -> Work<'_>,
    /// Prepares the request.
    pub(crate) prepare: fn(&To) -> PreparedRequest,
}

fn client<C: ApiClient>(to: &To, builder: ClientBuilder<C>) -> ClientBuilder<C> {
    to.client(builder).timeout(Duration::from_secs(20)).max_body(512 * 1024)
}

pub(crate) fn usps(to: &To) -> ClientBuilder<UspsClient> {
    client(to, UspsClient::builder()).credentials(pair("usps.client"))
}

pub(crate) fn voucherify(to: &To) -> ClientBuilder<VoucherifyClient> {
    client(to, VoucherifyClient::builder()).credentials(app("voucherify.client"))
}

pub(crate) fn nutanix(to: &To) -> ClientBuilder<NutanixClient> {
    client(to, NutanixClient::builder()).credentials(basic("nutanix.client"))
}

pub(crate) fn mastodon(to: &To) -> ClientBuilder<MastodonClient> {
    client(to, MastodonClient::builder()).credentials(pair("mastodon.client"))
}

pub(crate) fn standard(to: &To) -> ClientBuilder<StandardClient> {
    client(to, StandardClient::builder()).credentials(pair("standard.client"))
}

fn browser_key(to: &To) -> ClientBuilder<UltraCartClient> {
    client(to, UltraCartClient::builder()).credentials(key("ultracart.browser_key"))
}

fn simple_key(to: &To) -> ClientBuilder<UltraCartClient> {
    let key = UltraCartCredentials::SimpleKey(header("ultracart.simple_key").into());
    client(to, UltraCartClient::builder()).credentials(key)
}

fn bearer(to: &To) -> ClientBuilder<UltraCartClient> {
    client(to, UltraCartClient::builder()).credentials(token("ultracart.bearer"))
}

fn pair(place: &str) -> ClientCredentials {
    ClientCredentials::new("id", text(place))
}

fn basic(place: &str) -> Basic {
    Basic::new("user", text(place))
}

fn app(place: &str) -> VoucherifyCredentials {
    let part = |part: &str| header(&format!("{place}.{part}"));
    VoucherifyCredentials::new(part("app_id"), part("app_token"))
}

fn key(place: &str) -> UltraCartCredentials {
    UltraCartCredentials::BrowserKey(header(place).into())
}

fn token(place: &str) -> Bearer {
    Bearer::new(plain(place))
}

/// The canaries of credentials, each of which has to arrive.
pub(crate) const CREDENTIALS: [&str; 16] = [
    "usps.client",
    "usps.call",
    "ultracart.browser_key",
    "ultracart.simple_key",
    "ultracart.bearer",
    "ultracart.call",
    "voucherify.client.app_id",
    "voucherify.client.app_token",
    "voucherify.call.app_id",
    "voucherify.call.app_token",
    "nutanix.client",
    "nutanix.call",
    "mastodon.client",
    "mastodon.call",
    "standard.client",
    "standard.call",
];

/// Calls as they are written, each looked at in every state.
macro_rules! calls {
    ($($entry:literal: $client:ident($type:ident).$endpoint:ident() $(at $path:literal)? $(.$method:ident($($value:expr),*))*;)*) => {
        vec![$(Call {
            api: $type::API,
            endpoint: stringify!($endpoint),
            entry: $entry,
            prepare: |to| {
                let client: $type = $client(to).build().unwrap();
                with_extras!($type, $endpoint, client.$endpoint()$(.registration_client_uri(to.at($path)))?$(.$method($($value),*))*).prepare().unwrap()
            },
            make: |to| Box::pin(async move {
                let what = concat!(stringify!($endpoint), " ", $entry);
                let mut shown = Shown::default();
                shown.debug(what, &$client(to));
                let client: $type = $client(to).build().unwrap();
                shown.debug(what, &client);
                shown.debug(what, &client.$endpoint());
                let request = || {
                    with_extras!($type, $endpoint, client.$endpoint()$(.registration_client_uri(to.at($path)))?$(.$method($($value),*))*)
                };
                shown.debug(what, &client.$endpoint()$(.registration_client_uri(to.at($path)))?$(.$method($($value),*))*);
                shown.debug(what, &request());
                shown.debug(what, &request().into_parameters().unwrap());
                shown.debug(what, &request().prepare().unwrap());
                let call = request().send();
                shown.debug(what, &call);
                shown.result(what, &call.await);
                let call = request().send().with_response();
                shown.debug(what, &call);
                shown.result(what, &call.await);
                shown
            }),
        }),*]
    };
}

macro_rules! with_extras {
    ($type:ident, $endpoint:ident, $request:expr) => {{
        let place = |part| format!("{}.{}.{part}", $type::API.name(), stringify!($endpoint));
        let request = $request.into_request().extra("x_extra", text(&place("extra")));
        request.extra_header("X-Extra", header(&place("extra_header")))
    }};
}

/// The 32 endpoints that are called, with and without the credentials of one call, by each grant.
pub(crate) fn all() -> Vec<Call> {
    calls! {
        "plain": usps(UspsClient).post_code().tintcyalf(plain("usps.post_code.tintcyalf")).client_id("id").state("s");
        "auth": usps(UspsClient).post_code().tintcyalf(plain("usps.post_code.tintcyalf")).client_id("id").auth(pair("usps.call"));
        "plain": usps(UspsClient).post_token().client_id("id").client_secret(text("usps.post_token.client_secret")).code(text("usps.post_token.code")).refresh_token(text("usps.post_token.refresh_token"));
        "json": usps(UspsClient).post_token().client_id("id").client_secret(text("usps.post_token.client_secret")).code(text("usps.post_token.code")).refresh_token(text("usps.post_token.refresh_token")).json();
        "of the client": usps(UspsClient).post_token().code(text("usps.post_token.code"));
        "of the client in json": usps(UspsClient).post_token().code(text("usps.post_token.code")).json();
        "of the call": usps(UspsClient).post_token().code(text("usps.post_token.code")).auth(pair("usps.call"));
        "client credentials": usps(UspsClient).post_token().client_credentials().client_id("id").client_secret(text("usps.post_token.client_secret"));
        "code": usps(UspsClient).post_token().authorization_code().client_id("id").client_secret(text("usps.post_token.client_secret")).code(text("usps.post_token.code")).redirect_uri("https://app.example/cb");
        "refresh": usps(UspsClient).post_token().refresh_token_grant().client_id("id").client_secret(text("usps.post_token.client_secret")).refresh_token(text("usps.post_token.refresh_token"));
        "form": usps(UspsClient).post_revoke().token(text("usps.post_revoke.token")).form();
        "json": usps(UspsClient).post_revoke().token(text("usps.post_revoke.token")).json();
        "browser key": browser_key(UltraCartClient).oauth_access_token().client_id("id").grant_type("any").code(text("ultracart.oauth_access_token.code")).refresh_token(text("ultracart.oauth_access_token.refresh_token"));
        "simple key": simple_key(UltraCartClient).oauth_access_token().authorization_code().client_id("id").code(text("ultracart.oauth_access_token.code"));
        "bearer": bearer(UltraCartClient).oauth_access_token().refresh_token_grant().client_id("id").refresh_token(text("ultracart.oauth_access_token.refresh_token"));
        "plain": simple_key(UltraCartClient).oauth_revoke().client_id("id").token(text("ultracart.oauth_revoke.token"));
        "auth": browser_key(UltraCartClient).oauth_revoke().client_id("id").token(text("ultracart.oauth_revoke.token")).auth(token("ultracart.call"));
        "plain": voucherify(VoucherifyClient).generate_oauth_token().scope("vouchers");
        "client credentials": voucherify(VoucherifyClient).generate_oauth_token().client_credentials().scope("vouchers").auth(app("voucherify.call"));
        "plain": voucherify(VoucherifyClient).introspect_oauth_token().access_token(text("voucherify.introspect_oauth_token.access_token"));
        "plain": voucherify(VoucherifyClient).revoke_oauth_token().access_token(text("voucherify.revoke_oauth_token.access_token"));
        "plain": nutanix(NutanixClient).oauth_adfs_login_get();
        "plain": nutanix(NutanixClient).oauth_authorize_post().client_id("id").confirm("yes").state("s");
        "plain": nutanix(NutanixClient).oauth_client_client_id_delete().client_id("id");
        "plain": nutanix(NutanixClient).oauth_client_client_id_get().client_id("id");
        "auth": nutanix(NutanixClient).oauth_client_client_id_get().client_id("id").auth(basic("nutanix.call"));
        "plain": nutanix(NutanixClient).oauth_client_client_id_put().client_id("id").client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        "plain": nutanix(NutanixClient).oauth_client_list_post();
        "plain": nutanix(NutanixClient).oauth_client_post().client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        "plain": nutanix(NutanixClient).oauth_generate_token_post().scopes(["s"]).client_name("n").client_description("d");
        "plain": nutanix(NutanixClient).oauth_idp_callback_get().code(text("nutanix.oauth_idp_callback_get.code")).state("s");
        "plain": nutanix(NutanixClient).oauth_idp_login_get();
        "plain": nutanix(NutanixClient).oauth_revoke_token_post().token(text("nutanix.oauth_revoke_token_post.token"));
        "plain": nutanix(NutanixClient).oauth_token_post().client_id("id").client_secret(text("nutanix.oauth_token_post.client_secret")).grant_type("any").code(text("nutanix.oauth_token_post.code")).refresh_token(text("nutanix.oauth_token_post.refresh_token"));
        "code": nutanix(NutanixClient).oauth_token_post().authorization_code().client_id("id").client_secret(text("nutanix.oauth_token_post.client_secret")).code(text("nutanix.oauth_token_post.code")).redirect_uri("https://app.example/cb");
        "refresh": nutanix(NutanixClient).oauth_token_post().refresh_token_grant().client_id("id").client_secret(text("nutanix.oauth_token_post.client_secret")).refresh_token(text("nutanix.oauth_token_post.refresh_token"));
        "plain": mastodon(MastodonClient).oauth_revoke_post().client_id("id").client_secret(text("mastodon.oauth_revoke_post.client_secret")).token(text("mastodon.oauth_revoke_post.token"));
        "of the client": mastodon(MastodonClient).oauth_revoke_post().token(text("mastodon.oauth_revoke_post.token"));
        "of the call": mastodon(MastodonClient).oauth_revoke_post().token(text("mastodon.oauth_revoke_post.token")).auth(pair("mastodon.call"));
        "plain": mastodon(MastodonClient).oauth_token_post().client_id("id").client_secret(text("mastodon.oauth_token_post.client_secret")).grant_type("any").redirect_uri("r").code(text("mastodon.oauth_token_post.code")).code_verifier(text("mastodon.oauth_token_post.code_verifier"));
        "code": mastodon(MastodonClient).oauth_token_post().authorization_code().client_id("id").client_secret(text("mastodon.oauth_token_post.client_secret")).redirect_uri("r").code(text("mastodon.oauth_token_post.code")).code_verifier(text("mastodon.oauth_token_post.code_verifier"));
        "client credentials": mastodon(MastodonClient).oauth_token_post().client_credentials().client_id("id").client_secret(text("mastodon.oauth_token_post.client_secret")).redirect_uri("r");
        "plain": standard(StandardClient).token().grant_type("any").code(text("standard.token.code")).code_verifier(text("standard.token.code_verifier")).refresh_token(text("standard.token.refresh_token")).device_code(text("standard.token.device_code")).subject_token(text("standard.token.subject_token")).actor_token(text("standard.token.actor_token"));
        "code": standard(StandardClient).token().authorization_code().code(text("standard.token.code")).code_verifier(text("standard.token.code_verifier"));
        "refresh": standard(StandardClient).token().refresh().refresh_token(text("standard.token.refresh_token"));
        "device": standard(StandardClient).token().device().device_code(text("standard.token.device_code"));
        "exchange": standard(StandardClient).token().exchange().subject_token(text("standard.token.subject_token")).subject_token_type("any").actor_token(text("standard.token.actor_token"));
        "client credentials": standard(StandardClient).token().client_credentials();
        "plain": standard(StandardClient).revoke().token(text("standard.revoke.token"));
        "plain": standard(StandardClient).introspect().token(text("standard.introspect.token"));
        "auth": standard(StandardClient).introspect().token(text("standard.introspect.token")).auth(token("standard.call"));
        "plain": standard(StandardClient).authorize_device();
        "plain": standard(StandardClient).push_authorization().code_challenge("c").code_challenge_method("S256");
        "plain": standard(StandardClient).register().auth(token("standard.call"));
        "plain": standard(StandardClient).read_registration() at "/register/1".auth(token("standard.call"));
        "plain": standard(StandardClient).update_registration() at "/register/1".client_id("id").client_secret(text("standard.update_registration.client_secret")).auth(token("standard.call"));
        "plain": standard(StandardClient).delete_registration() at "/register/1".auth(token("standard.call"));
        "plain": standard(StandardClient).userinfo().auth(token("standard.call"));
    }
}
