use oauth_runtime::{Redirect, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", deviations(content_type))]
    fn items() -> Redirect;
}

fn main() {}
