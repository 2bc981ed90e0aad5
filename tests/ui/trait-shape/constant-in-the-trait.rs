use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    const LIMIT: u8 = 1;

    #[post("/items")]
    fn items(name: String);
}

fn main() {}
