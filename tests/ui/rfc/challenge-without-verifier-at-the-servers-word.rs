use oauth_runtime::{SecretString, oauth_api};

#[oauth_api()]
pub trait Vendor {
    #[get(authorization_endpoint, browser)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        code_challenge: String,
        code_challenge_method: String,
    );

    #[post(token_endpoint)]
    fn token(grant_type: String, client_id: String, code: SecretString);
}

fn main() {}
