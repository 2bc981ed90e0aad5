use oauth_runtime::{Basic, SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
trait Vendor {
    #[post("/token")]
    #[grant(authorization_code, needs(code))]
    #[grant(refresh_token as refresh, needs(refresh_token))]
    #[grant(client_credentials)]
    fn token(grant_type: String, code: Option<SecretString>, refresh_token: Option<SecretString>);
}

fn main() {
    let client = VendorClient::new(Basic::new("id", "secret"));
    let _ = client.token().refresh_token("r").send();
}
