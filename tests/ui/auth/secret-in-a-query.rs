use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[get("/access_token")]
    fn declared(
        #[name = "appid"] client_id: String,
        #[name = "secret"] client_secret: SecretString,
    );
}

fn main() {}
