use oauth_runtime::{SecretString, Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    #[grant(authorization_code, needs(code, redirect_url), may(code_verifier))]
    fn token(
        client_id: String,
        grant_type: String,
        code: Option<SecretString>,
        redirect_uri: Option<String>,
        code_verifier: Option<SecretString>,
    ) -> Token;
}

fn main() {}
