use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(#[query] token: SecretString);
}

fn main() {}
