use oauth_runtime::oauth_api;

#[oauth_api("https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
