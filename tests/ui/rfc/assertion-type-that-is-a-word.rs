use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    fn token(grant_type: String, client_assertion: SecretString, #[constant = "jwt-bearer"] client_assertion_type: String);
}

fn main() {}
