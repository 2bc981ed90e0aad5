use oauth_runtime::{Bearer, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = bearer)]
trait Vendor {
    #[post("/revoke", auth = client_secret_post)]
    fn revoke(client_id: String, client_secret: SecretString, token: SecretString);
}

fn main() {
    let client = VendorClient::new(Bearer::new("t"));
    let _sending = client.revoke().token("t").send();
}
