//! Every endpoint of every vendor as one call, with a secret of its own in each secret place.

use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::{UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{AnswerKind, Api, ApiClient, Basic, ClientBuilder, Error};

/// What is planted, and never shown.
pub(crate) const CANARIES: [&str; 9] = [
    "canary-password",
    // HTTP Basic of `user:canary-password`.
    "dXNlcjpjYW5hcnktcGFzc3dvcmQ",
    "canary-key",
    "canary-secret",
    "canary-code",
    "canary-token",
    "canary-cookie",
    "canary-refresh",
    "canary-echo",
];

type Sent = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// One endpoint.
pub(crate) struct Call {
    pub(crate) api: &'static Api,
    pub(crate) name: &'static str,
    send: fn(&str, Duration) -> Sent,
}

impl Call {
    /// Sends the call to the server at this origin.
    pub(crate) async fn send(&self, origin: &str) -> Outcome {
        self.send_within(Duration::from_secs(20), origin).await
    }

    /// Sends the call, and waits this long.
    pub(crate) async fn send_within(&self, time: Duration, origin: &str) -> Outcome {
        let result = (self.send)(origin, time).await;
        if let Err(error) = &result {
            assert_eq!(error.endpoint(), self.name);
        }
        Outcome::of(&result)
    }

    pub(crate) fn answer(&self) -> AnswerKind {
        self.api.endpoint(self.name).unwrap().answer()
    }
}

use crate::outcome::Outcome;

/// Limits that a test can wait for, and an HTTP client that all share: its certificates take long to load. It keeps no
/// connection, because each test has a runtime of its own.
fn limited<C: ApiClient>(builder: ClientBuilder<C>, origin: &str) -> ClientBuilder<C> {
    static HTTP: OnceLock<reqwest::Client> = OnceLock::new();
    let http = HTTP.get_or_init(|| {
        let builder = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0);
        builder
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .build()
            .unwrap()
    });
    builder.base_url(origin).max_body(64 * 1024).reqwest_client(http.clone())
}

fn basic() -> Basic {
    Basic::new("user", "canary-password")
}

fn usps(origin: &str) -> UspsClient {
    limited(UspsClient::builder(), origin).credentials(basic()).build().unwrap()
}

fn ultracart(origin: &str) -> UltraCartClient {
    let credentials = UltraCartCredentials::SimpleKey("canary-key".into());
    limited(UltraCartClient::builder(), origin).credentials(credentials).build().unwrap()
}

fn voucherify(origin: &str) -> VoucherifyClient {
    let credentials = VoucherifyCredentials::new("id", "canary-key");
    limited(VoucherifyClient::builder(), origin).credentials(credentials).build().unwrap()
}

fn nutanix(origin: &str) -> NutanixClient {
    limited(NutanixClient::builder(), origin).credentials(basic()).build().unwrap()
}

fn mastodon(origin: &str) -> MastodonClient {
    limited(MastodonClient::builder(), origin).build().unwrap()
}

macro_rules! calls {
    ($($client:ident ($type:ident) . $endpoint:ident $(. $method:ident ( $($value:expr),* ))*;)*) => {
        [$(Call {
            api: $type::API,
            name: stringify!($endpoint),
            send: |origin, time| {
                let call = $client(origin).$endpoint()$(.$method($($value),*))*.timeout(time).send();
                Box::pin(async move { call.await.map(drop) })
            },
        }),*]
    };
}

/// The 22 endpoints that are called; the twenty-third is a page for a browser.
pub(crate) fn all() -> [Call; 22] {
    calls! {
        usps(UspsClient).post_code.tintcyalf("canary-cookie").client_id("id");
        usps(UspsClient).post_token.authorization_code().client_id("id").client_secret("canary-secret").code("canary-code").redirect_uri("https://app.example/cb");
        usps(UspsClient).post_revoke.token("canary-token");
        ultracart(UltraCartClient).oauth_access_token.refresh_token_grant().client_id("id").refresh_token("canary-refresh");
        ultracart(UltraCartClient).oauth_revoke.client_id("id").token("canary-token");
        voucherify(VoucherifyClient).generate_oauth_token.scope("vouchers");
        voucherify(VoucherifyClient).introspect_oauth_token.access_token("canary-token");
        voucherify(VoucherifyClient).revoke_oauth_token.access_token("canary-token");
        nutanix(NutanixClient).oauth_adfs_login_get;
        nutanix(NutanixClient).oauth_authorize_post.client_id("id").confirm("yes");
        nutanix(NutanixClient).oauth_client_client_id_delete.client_id("id");
        nutanix(NutanixClient).oauth_client_client_id_get.client_id("id");
        nutanix(NutanixClient).oauth_client_client_id_put.client_id("id").client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        nutanix(NutanixClient).oauth_client_list_post;
        nutanix(NutanixClient).oauth_client_post.client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        nutanix(NutanixClient).oauth_generate_token_post.scopes(["s"]).client_name("n").client_description("d");
        nutanix(NutanixClient).oauth_idp_callback_get.code("canary-code");
        nutanix(NutanixClient).oauth_idp_login_get;
        nutanix(NutanixClient).oauth_revoke_token_post.token("canary-token");
        nutanix(NutanixClient).oauth_token_post.refresh_token_grant().client_id("id").client_secret("canary-secret").refresh_token("canary-refresh");
        mastodon(MastodonClient).oauth_revoke_post.client_id("id").client_secret("canary-secret").token("canary-token");
        mastodon(MastodonClient).oauth_token_post.authorization_code().client_id("id").client_secret("canary-secret").redirect_uri("https://app.example/cb").code("canary-code");
    }
}
