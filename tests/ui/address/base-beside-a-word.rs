use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", bases(api = "https://api.vendor.example"))]
pub trait Vendor {
    #[post(userinfo_endpoint, base = api)]
    fn items(name: String);
}

fn main() {}
