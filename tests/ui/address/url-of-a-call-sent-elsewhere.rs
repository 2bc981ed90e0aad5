use oauth_runtime::{Url, oauth_api};

#[oauth_api(auth = bearer)]
pub trait Vendor {
    #[get(registration_client_uri)]
    fn read(#[query] registration_client_uri: Url);
}

fn main() {}
