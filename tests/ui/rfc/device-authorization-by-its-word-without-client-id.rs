use oauth_runtime::oauth_api;

#[oauth_api()]
pub trait Vendor {
    #[post(device_authorization_endpoint)]
    fn begin(scope: String);
}

fn main() {}
