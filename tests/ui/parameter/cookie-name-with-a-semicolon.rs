use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(#[cookie("session;path")] session: SecretString);
}

fn main() {}
