#![deny(deprecated)]

use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/revoke", allow(secret_in_url))]
    fn revoke(token: SecretString);
}

fn main() {}
