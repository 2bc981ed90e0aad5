use oauth_runtime::oauth_api;

#[oauth_api()]
pub trait Vendor {
    #[get(authorization_endpoint, browser)]
    fn authorize(client_id: String, state: String);
}

fn main() {}
