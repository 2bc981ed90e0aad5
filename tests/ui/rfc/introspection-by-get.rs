use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[get("/introspect", allow(secret_in_url))]
    fn introspect(token: SecretString);
}

fn main() {}
