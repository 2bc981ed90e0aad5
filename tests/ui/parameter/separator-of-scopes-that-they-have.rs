use oauth_runtime::{Scopes, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(#[separator = " "] scope: Scopes);
}

fn main() {}
