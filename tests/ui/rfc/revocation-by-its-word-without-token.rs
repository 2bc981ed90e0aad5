use oauth_runtime::oauth_api;

#[oauth_api(auth = basic)]
pub trait Vendor {
    #[post(revocation_endpoint)]
    fn revoke(client_id: String);
}

fn main() {}
