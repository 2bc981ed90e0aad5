use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = tls_client_auth)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
