use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant(password, needs(username, password))]
    fn token(grant_type: String, username: Option<String>, password: Option<SecretString>);
}

fn main() {}
