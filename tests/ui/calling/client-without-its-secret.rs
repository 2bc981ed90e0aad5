use oauth_runtime::{ClientId, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
trait Vendor {
    #[post("/revoke")]
    fn revoke(token: SecretString);
}

fn main() {
    let _client = VendorClient::new(ClientId::new("id"));
}
