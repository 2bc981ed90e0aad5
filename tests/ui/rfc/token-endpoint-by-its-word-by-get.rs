use oauth_runtime::oauth_api;

#[oauth_api(auth = basic)]
pub trait Vendor {
    #[get(token_endpoint)]
    fn token(scope: String);
}

fn main() {}
