use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token", allow(incomplete_grant))]
    #[grant(authorization_code, needs(code), rotates, reuse_within = 600)]
    #[grant(refresh_token as refresh, needs(refresh_token), rotates, reuse_within = 600)]
    fn token(grant_type: String, code: Option<SecretString>, refresh_token: Option<SecretString>);
}

fn main() {}
