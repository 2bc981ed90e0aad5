use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    fn token(#[constant = "password"] grant_type: String, username: String, password: SecretString);
}

fn main() {}
