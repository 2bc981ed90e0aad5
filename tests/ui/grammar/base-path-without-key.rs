use oauth_runtime::oauth_api;

#[oauth_api("/oauth2/v3")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
