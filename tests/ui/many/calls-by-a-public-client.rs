use oauth_runtime::{SecretString, Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_id)]
pub trait Vendor {
    #[post("/introspect")]
    fn introspect(token: SecretString);
    #[post("/token")]
    #[grant(client_credentials)]
    fn token(grant_type: String) -> Token;
}

fn main() {}
