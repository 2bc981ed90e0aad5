use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = bearer)]
pub trait Vendor {
    #[post("/userinfo")]
    fn userinfo(access_token: SecretString);
}

fn main() {}
