use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", bases(api = "http://api.vendor.example"))]
pub trait Vendor {
    #[post("/items", base = api)]
    fn items(name: String);
}

fn main() {}
