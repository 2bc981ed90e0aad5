use oauth_runtime::oauth_api;

#[oauth_api(base_urls(production = "https://vendor.example", testing = "https://test.vendor.example"), bases(api(production = "https://a.vendor.example", testing = "https://b.vendor.example", testing = "https://c.vendor.example")))]
pub trait Vendor {
    #[post("/items", base = api)]
    fn items(name: String);
}

fn main() {}
