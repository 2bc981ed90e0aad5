use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    #[grant("urn:ietf:params:oauth:grant-type:device-code" as device, needs(device_code))]
    fn token(grant_type: String, client_id: String, device_code: Option<SecretString>);
}

fn main() {}
