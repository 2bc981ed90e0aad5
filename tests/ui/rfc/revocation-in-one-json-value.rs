use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(#[json] token: Token);
}

#[derive(serde::Serialize)]
pub struct Token;

fn main() {}
