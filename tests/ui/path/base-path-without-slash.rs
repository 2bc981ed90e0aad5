use oauth_runtime::oauth_api;

#[oauth_api(base_path = "oauth2")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
