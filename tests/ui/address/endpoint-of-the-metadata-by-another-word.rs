use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(auth = bearer)]
pub trait Vendor {
    #[post(token_url)]
    fn refresh(token: SecretString);
}

fn main() {}
