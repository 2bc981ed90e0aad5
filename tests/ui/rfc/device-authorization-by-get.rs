use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/device_authorization")]
    fn device_authorization(client_id: String);
}

fn main() {}
