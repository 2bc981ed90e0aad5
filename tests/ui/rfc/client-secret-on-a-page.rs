use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(#[constant = "code"] response_type: String, client_id: String, client_secret: SecretString, state: String);
}

fn main() {}
