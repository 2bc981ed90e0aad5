use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(client_id: String, redirect_uri: String, state: String);
}

fn main() {}
