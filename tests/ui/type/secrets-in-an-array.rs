use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", body = json)]
trait Vendor {
    #[post("/array")]
    fn array(#[json] array: [SecretString; 2]);
}

fn main() {}
