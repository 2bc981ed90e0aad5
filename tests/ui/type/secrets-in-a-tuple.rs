use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", body = json)]
trait Vendor {
    #[post("/tuple")]
    fn tuple(#[json] pair: (String, SecretString));
}

fn main() {}
