use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic(client_id, client_secret))]
pub trait Vendor {
    #[post("/revoke", auth = client_secret_basic & client_secret_post)]
    fn revoke(token: SecretString);
}

fn main() {}
