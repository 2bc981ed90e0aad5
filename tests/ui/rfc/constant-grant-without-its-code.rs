use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    fn token(#[constant = "authorization_code"] grant_type: String, client_id: String, code: Option<SecretString>);
}

fn main() {}
