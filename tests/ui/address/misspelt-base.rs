use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", bases(content = "https://content.vendor.example"))]
pub trait Vendor {
    #[post("/items", base = contnet)]
    fn items(name: String);
}

fn main() {}
