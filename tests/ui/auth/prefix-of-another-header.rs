use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-Api-Key", prefix = "Key") as key)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
