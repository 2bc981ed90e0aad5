use oauth_runtime::oauth_api;

#[oauth_api(base_urls(production = "https://vendor.example", testing = "https://test.vendor.example"), bases(api(production = "https://api.vendor.example")))]
pub trait Vendor {
    #[post("/items", base = api)]
    fn items(name: String);
}

fn main() {}
