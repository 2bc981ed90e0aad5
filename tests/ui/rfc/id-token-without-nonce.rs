use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/authorize", browser)]
    fn authorize(#[constant = "code id_token"] response_type: String, client_id: String, state: String);
}

fn main() {}
