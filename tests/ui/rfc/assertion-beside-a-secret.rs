use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    fn token(grant_type: String, client_id: String, client_secret: SecretString, client_assertion: SecretString, client_assertion_type: String);
}

fn main() {}
