//! What the OAuth server of the examples has, declared. Your own vendor takes its place.

use oauth_runtime::sign_in::DeviceAuthorization;
use oauth_runtime::{CodeChallengeMethod, SecretString, Token, oauth_api};

/// The OAuth endpoints of the server.
#[oauth_api(base_path = "/")]
pub(crate) trait Vendor {
    /// Lets a person agree; for a browser.
    #[get("/authorize", browser)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        #[constant = "profile"] scope: String,
        state: String,
        code_challenge: String,
        code_challenge_method: CodeChallengeMethod,
    );

    /// Begins a sign-in on another device.
    #[post("/device/code")]
    fn device_authorization(client_id: String) -> DeviceAuthorization;

    /// Trades a device code for a token; at most servers this is the token endpoint.
    #[post("/device/token")]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(client_id, device_code))]
    fn device_token(
        grant_type: String,
        client_id: Option<String>,
        device_code: Option<SecretString>,
    ) -> Token;

    /// Trades a code or a refresh token for a token.
    #[post("/token")]
    #[grant(authorization_code as exchange, needs(client_id, code, redirect_uri, code_verifier))]
    #[grant(refresh_token as refresh, needs(client_id, refresh_token))]
    fn token(
        grant_type: String,
        client_id: Option<String>,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
        refresh_token: Option<SecretString>,
    ) -> Token;
}

/// What the token is good for.
#[oauth_api(base_path = "/", auth = bearer)]
pub(crate) trait Account {
    /// Tells who has signed in.
    #[get("/userinfo")]
    fn userinfo() -> Person;
}

/// Who has signed in.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Person {
    /// The name of the person.
    pub(crate) name: String,
}
