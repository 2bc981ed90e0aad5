use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-Key"))]
pub trait Vendor {
    #[post("/items", headers("X-Key" = "abc"))]
    fn items(name: String);
}

fn main() {}
