//! Every endpoint of every vendor as one call, with a secret of its own in each secret place.

use std::pin::Pin;
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::{UltraCartClient, UltraCartCredentials};
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::{
    ApiClient, Basic, ClientBuilder, ClientCredentials, Error, GrantState, Retry,
    description::{Api, ResponseKind},
};
use oauth_tests::Carrier;

use crate::outcome::Outcome;
use crate::tls::trusting;

/// What is planted, and never shown.
pub(crate) const CANARIES: [&str; 10] = [
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
    // What the stand-ins make up.
    "planted-",
];

type Sent = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// What a call can do harm with, sent a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// Nothing: it does the same again.
    Harmless,
    /// It does something a second time.
    Twice,
    /// It has a code or a refresh token that can be used once.
    Spent,
}

/// One endpoint.
pub(crate) struct Call {
    pub(crate) api: &'static Api,
    pub(crate) name: &'static str,
    pub(crate) again: Again,
    send: fn(Carrier, &str, Duration, Option<Retry>) -> Sent,
}

impl Call {
    /// Sends the call to the server at this base.
    pub(crate) async fn send(&self, carrier: Carrier, base: &str) -> Outcome {
        self.send_with(carrier, base, Duration::from_secs(20), None).await
    }

    /// Sends the call, waits this long, and repeats it as this says.
    pub(crate) async fn send_with(
        &self,
        carrier: Carrier,
        base: &str,
        time: Duration,
        retry: Option<Retry>,
    ) -> Outcome {
        let result = (self.send)(carrier, base, time, retry).await;
        let outcome = Outcome::of(&result);
        if let Err(error) = &result {
            assert_eq!(error.endpoint(), self.name);
            if let Some(delivery) = outcome.delivery() {
                assert_eq!(error.delivery(), delivery, "{error:?}");
            }
            match outcome.grant() {
                _ if self.again != Again::Spent => {
                    assert_eq!(error.grant_state(), GrantState::Intact, "{error:?}");
                }
                Some(grant) => assert_eq!(error.grant_state(), grant, "{error:?}"),
                // Spent where the answer plainly is of a token endpoint, unknown where it may be anybody's.
                None if outcome == Outcome::Malformed => {
                    assert_ne!(error.grant_state(), GrantState::Intact, "{error:?}");
                }
                None => {}
            }
        }
        outcome
    }

    pub(crate) fn answer(&self) -> ResponseKind {
        self.api.endpoint(self.name).unwrap().response()
    }
}

/// Limits that a test can wait for, and an HTTP client that trusts one authority of the tests.
fn limited<C: ApiClient>(
    carrier: Carrier,
    builder: ClientBuilder<C>,
    base: &str,
) -> ClientBuilder<C> {
    carrier.with(trusting(), builder).base_url(base).max_body(128 * 1024)
}

fn basic() -> Basic {
    Basic::new("user", "canary-password")
}

fn usps(carrier: Carrier, base: &str) -> UspsClient {
    let pair = ClientCredentials::new("user", "canary-password");
    limited(carrier, UspsClient::builder(), base).credentials(pair).build().unwrap()
}

fn ultracart(carrier: Carrier, base: &str) -> UltraCartClient {
    let credentials = UltraCartCredentials::SimpleKey("canary-key".into());
    limited(carrier, UltraCartClient::builder(), base).credentials(credentials).build().unwrap()
}

fn voucherify(carrier: Carrier, base: &str) -> VoucherifyClient {
    let credentials = VoucherifyCredentials::new("id", "canary-key");
    limited(carrier, VoucherifyClient::builder(), base).credentials(credentials).build().unwrap()
}

fn nutanix(carrier: Carrier, base: &str) -> NutanixClient {
    limited(carrier, NutanixClient::builder(), base).credentials(basic()).build().unwrap()
}

fn mastodon(carrier: Carrier, base: &str) -> MastodonClient {
    let pair = ClientCredentials::new("id", "canary-secret");
    limited(carrier, MastodonClient::builder(), base).credentials(pair).build().unwrap()
}

macro_rules! calls {
    ($($again:ident $client:ident ($type:ident) . $endpoint:ident $(. $method:ident ( $($value:expr),* ))*;)*) => {
        [$(Call {
            api: $type::API,
            name: stringify!($endpoint),
            again: Again::$again,
            send: |carrier, base, time, retry| {
                let request = $client(carrier, base).$endpoint()$(.$method($($value),*))*;
                let mut call = request.send().timeout(time);
                if let Some(retry) = retry {
                    call = call.retry(retry);
                }
                Box::pin(async move { call.await.map(drop) })
            },
        }),*]
    };
}

/// The 22 endpoints that are called; the twenty-third is a page for a browser.
pub(crate) fn all() -> [Call; 22] {
    calls! {
        Twice usps(UspsClient).post_code.tintcyalf("canary-cookie").client_id("id");
        Spent usps(UspsClient).post_token.authorization_code().client_id("id").client_secret("canary-secret").code("canary-code").redirect_uri("https://app.example/cb");
        Harmless usps(UspsClient).post_revoke.token("canary-token");
        Spent ultracart(UltraCartClient).oauth_access_token.refresh_token_grant().client_id("id").refresh_token("canary-refresh");
        Harmless ultracart(UltraCartClient).oauth_revoke.client_id("id").token("canary-token");
        Harmless voucherify(VoucherifyClient).generate_oauth_token.scope("vouchers");
        Harmless voucherify(VoucherifyClient).introspect_oauth_token.access_token("canary-token");
        Harmless voucherify(VoucherifyClient).revoke_oauth_token.access_token("canary-token");
        Harmless nutanix(NutanixClient).oauth_adfs_login_get;
        Twice nutanix(NutanixClient).oauth_authorize_post.client_id("id").confirm("yes");
        Harmless nutanix(NutanixClient).oauth_client_client_id_delete.client_id("id");
        Harmless nutanix(NutanixClient).oauth_client_client_id_get.client_id("id");
        Harmless nutanix(NutanixClient).oauth_client_client_id_put.client_id("id").client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        Twice nutanix(NutanixClient).oauth_client_list_post;
        Twice nutanix(NutanixClient).oauth_client_post.client_name("n").redirect_uris(["r"]).client_description("d").default_scopes(["s"]);
        Twice nutanix(NutanixClient).oauth_generate_token_post.scopes(["s"]).client_name("n").client_description("d");
        Spent nutanix(NutanixClient).oauth_idp_callback_get.code("canary-code");
        Harmless nutanix(NutanixClient).oauth_idp_login_get;
        Harmless nutanix(NutanixClient).oauth_revoke_token_post.token("canary-token");
        Spent nutanix(NutanixClient).oauth_token_post.refresh_token_grant().client_id("id").client_secret("canary-secret").refresh_token("canary-refresh");
        Harmless mastodon(MastodonClient).oauth_revoke_post.token("canary-token");
        Spent mastodon(MastodonClient).oauth_token_post.authorization_code().redirect_uri("https://app.example/cb").code("canary-code");
    }
}
