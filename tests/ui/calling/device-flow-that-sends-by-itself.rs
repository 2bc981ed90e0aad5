use oauth_runtime::sign_in::DeviceFlow;
use oauth_runtime::{SecretString, Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token")]
    #[grant("urn:ietf:params:oauth:grant-type:device_code" as device, needs(client_id, device_code))]
    fn token(client_id: Option<String>, grant_type: String, device_code: Option<SecretString>) -> Token;
}

async fn sign_in(vendor: &VendorClient, device_code: SecretString) {
    let mut flow = DeviceFlow::of(device_code);
    let _ = flow.poll(|code| vendor.token().device().client_id("id").device_code(code).send()).await;
}

fn main() {}
