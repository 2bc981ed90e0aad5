use oauth_runtime::{SecretString, Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post | client_id)]
pub trait Vendor {
    #[get("/authorize", browser, auth = none)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        redirect_uri: String,
        state: String,
    );
    #[post("/token")]
    #[grant(authorization_code, needs(code, redirect_uri))]
    fn token(grant_type: String, code: Option<SecretString>, redirect_uri: Option<String>) -> Token;
}

fn main() {}
