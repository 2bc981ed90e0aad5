use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    #[grant(client_credentials)]
    fn token(grant_type: String, client_id: String);
}

fn main() {}
