use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/token")]
    #[grant("urn:ietf:params:oauth:grant-type:token-exchange" as exchange, needs(subject_token_type))]
    fn token(grant_type: String, subject_token_type: Option<String>);
}

fn main() {}
