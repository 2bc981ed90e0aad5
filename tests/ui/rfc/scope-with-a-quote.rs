use oauth_runtime::{Scopes, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    fn token(grant_type: String, #[server_default = "read\"write"] scope: Option<Scopes>);
}

fn main() {}
