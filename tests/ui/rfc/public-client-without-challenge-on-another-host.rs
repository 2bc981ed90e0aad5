use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://www.vendor.example")]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(#[constant = "code"] response_type: String, client_id: String, state: String);

    #[post("https://api.vendor.example/token")]
    fn token(grant_type: String, client_id: String, code: SecretString) -> String;
}

fn main() {}
