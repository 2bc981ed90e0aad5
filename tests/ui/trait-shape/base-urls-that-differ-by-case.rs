use oauth_runtime::oauth_api;

#[oauth_api(base_urls(live = "https://vendor.example", Live = "https://test.example"))]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
