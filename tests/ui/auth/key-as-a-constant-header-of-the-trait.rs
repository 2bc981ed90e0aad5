use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-Key"), headers("X-Key" = "1"))]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
