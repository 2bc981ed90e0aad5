use oauth_runtime::{Scopes, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token", body = json)]
    fn token(grant_type: String, scope: Option<Scopes>);
}

fn main() {}
