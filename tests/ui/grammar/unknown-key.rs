use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", timeuot = 5)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
