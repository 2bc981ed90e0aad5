use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/par", body = json)]
    fn par(client_id: String, response_type: String, state: String);
}

fn main() {}
