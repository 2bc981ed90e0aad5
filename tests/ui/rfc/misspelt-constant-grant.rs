use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    fn token(#[constant = "client_credential"] grant_type: String);
}

fn main() {}
