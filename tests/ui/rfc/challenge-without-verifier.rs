use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(
        #[constant = "code"] response_type: String,
        client_id: String,
        code_challenge: String,
        code_challenge_method: String,
    );

    #[post("/token")]
    fn token(client_id: String, grant_type: String, code: SecretString);
}

fn main() {}
