use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("https://{tenant}.vendor.example/items")]
    fn items(tenant: String);
}

fn main() {}
