use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    #[grant(authorization_code, needs(code))]
    fn token(grant_type: String, client_id: Option<String>, code: Option<SecretString>);
}

fn main() {}
