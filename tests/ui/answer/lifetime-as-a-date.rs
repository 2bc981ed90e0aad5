use oauth_runtime::{Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", token(expires_in = "expires" as iso8601))]
    fn token(code: oauth_runtime::SecretString) -> Token;
}

fn main() {}
