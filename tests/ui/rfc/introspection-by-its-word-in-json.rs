use oauth_runtime::{SecretString, oauth_api};

#[oauth_api(auth = basic, body = json)]
pub trait Vendor {
    #[post(introspection_endpoint)]
    fn look_at(token: SecretString);
}

fn main() {}
