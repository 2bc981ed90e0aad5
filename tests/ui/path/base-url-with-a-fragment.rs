use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example/oauth2#v3")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
