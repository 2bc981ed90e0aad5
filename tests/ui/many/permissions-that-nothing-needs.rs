#![deny(deprecated)]

use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/revoke", allow(secret_in_url, plain_text_secret, token_endpoint_method))]
    fn revoke(token: String);

    #[post("/token", allow(password_grant))]
    #[grant(refresh_token, needs(refresh_token))]
    fn token(grant_type: String, refresh_token: Option<SecretString>) -> Vec<String>;
}

fn main() {}
