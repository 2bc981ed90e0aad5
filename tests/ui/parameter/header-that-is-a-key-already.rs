use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-Key") as app_key)]
pub trait Vendor {
    #[post("/items")]
    fn items(#[header("X-Key")] key: String);
}

fn main() {}
