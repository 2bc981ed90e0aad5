use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic, body = json)]
pub trait Vendor {
    #[post("/introspect")]
    fn introspect(token: SecretString) -> String;
}

fn main() {}
