use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/files/*path")]
    fn file(path: String);
}

fn main() {}
