use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", base_path = "/v1")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
