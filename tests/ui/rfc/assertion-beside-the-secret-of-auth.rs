use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(
        token: SecretString,
        client_assertion: Option<SecretString>,
        client_assertion_type: Option<String>,
    );
}

fn main() {}
