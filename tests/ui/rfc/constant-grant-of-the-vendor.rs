use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    fn token(#[constant = "account_credentials"] grant_type: String, account_id: String);
}

fn main() {}
