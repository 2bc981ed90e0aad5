use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[get("/sns/auth", allow(secret_in_url))]
    fn permitted(access_token: SecretString);
}

fn main() {}
