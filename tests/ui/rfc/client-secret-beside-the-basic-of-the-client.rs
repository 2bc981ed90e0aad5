use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic(client_id, client_secret))]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(token: SecretString, client_id: String, client_secret: SecretString);
}

fn main() {}
