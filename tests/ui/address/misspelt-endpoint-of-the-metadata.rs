use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(auth = bearer)]
pub trait Vendor {
    #[post(revocation_endpiont)]
    fn revoke(token: SecretString);
}

fn main() {}
