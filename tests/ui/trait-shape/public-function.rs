use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    /// Revokes a token.
    #[post("/revoke")]
    pub fn revoke(token: SecretString);

    #[get("/healthy")]
    fn healthy();
}

fn call(client: &VendorClient) {
    let _ = client.revoke().token("t").send();
    let _ = client.healthy().send();
}

fn main() {}
