use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", headers("X-Version" = "1"))]
pub trait Vendor {
    #[post("/items")]
    fn items(#[header("X-Version")] version: String);
}

fn main() {}
