use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", body = json)]
    fn items(#[name = "refreshToken"] token: String);
}

fn main() {}
