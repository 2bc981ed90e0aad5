#![deny(deprecated)]

use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/page")]
    fn page() -> String;
}

fn main() {}
