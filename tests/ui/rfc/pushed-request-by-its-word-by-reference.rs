use oauth_runtime::oauth_api;

#[oauth_api(auth = basic)]
pub trait Vendor {
    #[post(pushed_authorization_request_endpoint)]
    fn push(
        response_type: String,
        client_id: String,
        state: String,
        request_uri: String,
    );
}

fn main() {}
