use oauth_runtime::oauth_api;

pub struct Names;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(#[separator = ","] names: Names);
}

fn main() {}
