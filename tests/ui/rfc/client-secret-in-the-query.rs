use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/apps")]
    fn apps(client_secret: SecretString);
}

fn main() {}
