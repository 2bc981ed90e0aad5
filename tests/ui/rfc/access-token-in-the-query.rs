use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/userinfo")]
    fn userinfo(access_token: SecretString);
}

fn main() {}
