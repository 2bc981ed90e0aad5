use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant("urn:ietf:params:oauth:grant-type:jwt-bearer" as jwt)]
    fn token(grant_type: String);
}

fn main() {}
