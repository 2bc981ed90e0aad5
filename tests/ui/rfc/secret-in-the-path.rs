use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[delete("/tokens/{token}")]
    fn revoke(token: SecretString);
}

fn main() {}
