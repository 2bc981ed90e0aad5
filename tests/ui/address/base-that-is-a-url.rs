use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", base = "https://api.vendor.example")]
    fn items(name: String);
}

fn main() {}
