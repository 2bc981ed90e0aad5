//! Whole flows at the authorization server inside the stand-in, each in a few lines.

use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_providers::nutanix::NutanixClient;
use oauth_providers::ultracart::UltraCartClient;
use oauth_providers::usps::UspsClient;
use oauth_providers::voucherify::VoucherifyClient;
use oauth_runtime::authorization::{AuthorizationErrorCode, CallbackError};
use oauth_runtime::stand_in::{Alarm, OAuth, StandIn};
use oauth_runtime::{
    Callback, Error, ExposeSecret, GrantState, Pkce, SecretString, State, Token, Url, oauth_api,
};

const REDIRECT_URI: &str = "https://app.example/cb";

/// A vendor with a device flow, pushed requests and what goes with tokens.
#[oauth_api(base_url = "https://vendor.example", auth = none)]
pub(crate) trait Standard {
    /// The page.
    #[get("/authorize", browser, allow(missing_code_challenge))]
    fn page(client_id: String, request_uri: String);

    /// A pushed request.
    #[post("/par", auth = basic)]
    fn push(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        state: String,
        code_challenge: String,
        code_challenge_method: String,
    ) -> Pushed;

    /// A device begins.
    #[post("/device_authorization", allow(unauthenticated_client))]
    fn device(client_id: String, scope: Option<String>) -> Begun;

    /// The token endpoint.
    #[post("/token", allow(unauthenticated_client))]
    #[grant(authorization_code, needs(code, redirect_uri, code_verifier))]
    #[grant(refresh_token, needs(refresh_token), may(scope))]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(device_code))]
    fn token(
        client_id: String,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
        device_code: Option<SecretString>,
        scope: Option<String>,
    ) -> Token;

    /// Looks at a token.
    #[post("/introspect", auth = basic)]
    fn introspect(token: SecretString) -> serde_json::Value;

    /// Invalidates a token.
    #[post("/revoke", auth = basic)]
    fn revoke(token: SecretString);

    /// Who it is.
    #[get("/userinfo", auth = bearer)]
    fn userinfo() -> serde_json::Value;
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Pushed {
    pub(crate) request_uri: String,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Begun {
    pub(crate) device_code: SecretString,
    pub(crate) user_code: String,
    pub(crate) interval: u64,
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Error>, code: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.oauth().expect("an OAuth error").error(), code, "{error}");
}
