use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(token: SecretString, client_secret: SecretString);
}

fn main() {}
