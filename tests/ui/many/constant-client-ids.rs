use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(#[constant = "app"] client_id: String, token: SecretString);
    #[post("/device", auth = client_id)]
    fn device(#[default = "app"] client_id: String, scope: Option<String>);
}

fn main() {}
