use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", body = json)]
    fn items(tokens: Vec<Vec<SecretString>>);
}

fn main() {}
