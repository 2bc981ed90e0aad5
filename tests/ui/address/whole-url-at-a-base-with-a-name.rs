use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", bases(api = "https://api.vendor.example/v1"))]
pub trait Vendor {
    #[post("https://api.vendor.example/v1/items")]
    fn items(name: String);
}

fn main() {}
