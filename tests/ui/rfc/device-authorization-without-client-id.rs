use oauth_runtime::{Scopes, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/oauth/device/code")]
    fn device_code(scope: Option<Scopes>);
}

fn main() {}
