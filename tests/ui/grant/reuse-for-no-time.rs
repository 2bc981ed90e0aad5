use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant(refresh_token as refresh, needs(refresh_token), rotates = true, reuse_within = 0)]
    fn token(grant_type: String, refresh_token: Option<SecretString>);

    #[post("/other/token")]
    #[grant(refresh_token as refresh, needs(refresh_token), rotates, reuse_within(600))]
    fn other_token(grant_type: String, refresh_token: Option<SecretString>);
}

fn main() {}
