use oauth_runtime::{Scopes, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant(client_credentials, may(scope))]
    fn token(grant_type: String, scope: Option<Scopes>);

    #[post("/token")]
    fn token_client_credentials(scope: Option<Scopes>);
}

fn main() {}
