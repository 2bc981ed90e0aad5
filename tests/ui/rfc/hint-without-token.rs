use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic)]
pub trait Vendor {
    #[post("/revoke")]
    fn revoke(token_type_hint: Option<String>);
}

fn main() {}
