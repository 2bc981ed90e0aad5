use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(response_type: String, client_id: String, state: String);
}

fn main() {}
