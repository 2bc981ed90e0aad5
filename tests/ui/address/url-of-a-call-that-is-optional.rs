use oauth_runtime::{Url, oauth_api};

#[oauth_api(auth = bearer)]
pub trait Vendor {
    #[get(registration_client_uri)]
    fn read(registration_client_uri: Option<Url>);
}

fn main() {}
