use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[get("/token")]
    fn token(grant_type: String);
}

fn main() {}
