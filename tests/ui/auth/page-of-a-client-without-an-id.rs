use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = bearer)]
pub trait Vendor {
    #[get("/authorize", browser, auth = client_id)]
    fn authorize(response_type: String, state: String);
}

fn main() {}
