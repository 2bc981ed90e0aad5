use oauth_runtime::oauth_api;

#[oauth_api(base_urls(live = "https://vendor.example", live = "https://test.example"))]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
