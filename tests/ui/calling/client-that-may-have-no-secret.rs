use oauth_runtime::{ClientCredentials, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post | client_id)]
trait Vendor {
    #[post("/revoke", auth = client_secret_post)]
    fn revoke(client_id: String, client_secret: SecretString, token: SecretString);
}

fn main() {
    let client = VendorClient::new(ClientCredentials::new("id", "secret"));
    let _sending = client.revoke().token("t").send();
}
