use oauth_runtime::{Scopes, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant(authorization_code, needs(code), may(scope, scpoe))]
    fn token(grant_type: String, code: Option<SecretString>, scope: Option<Scopes>);
}

fn main() {}
