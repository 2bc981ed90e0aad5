use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[delete("/revoke")]
    fn revoke(#[form] token: SecretString);
}

fn main() {}
