use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    fn token(grant_type: String, #[default = "hunter2"] api_key: SecretString);
}

fn main() {}
