use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/revoke")]
    fn post_revoke(token: SecretString, token_type_hint: String);
}

fn revoke(client: &VendorClient) {
    let _sending = client.post_revoke().send();
}

fn main() {}
