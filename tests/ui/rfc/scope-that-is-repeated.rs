use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", auth = basic)]
    fn token(grant_type: String, scope: Option<Vec<String>>) -> serde_json::Value;
}

fn main() {}
