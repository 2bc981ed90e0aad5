use oauth_runtime::{Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", token(access_token = data.token))]
    fn token(code: oauth_runtime::SecretString) -> Token;
}

fn main() {}
