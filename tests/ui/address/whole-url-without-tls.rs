use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("http://api.vendor.example/items")]
    fn items(name: String);
}

fn main() {}
