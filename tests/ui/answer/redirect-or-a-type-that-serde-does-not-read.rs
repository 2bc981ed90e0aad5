use oauth_runtime::{RedirectOr, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String) -> RedirectOr<Item>;
}

pub struct Item;

fn main() {}
