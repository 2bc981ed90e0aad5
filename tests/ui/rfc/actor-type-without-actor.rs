use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    fn token(grant_type: String, actor_token_type: Option<String>);
}

fn main() {}
