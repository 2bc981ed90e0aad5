use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("https://api.vendor.example/items#new")]
    fn items(name: String);
}

fn main() {}
