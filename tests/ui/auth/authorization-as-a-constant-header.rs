use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", headers("Authorization" = "Bearer abc"))]
    fn items(name: String);
}

fn main() {}
