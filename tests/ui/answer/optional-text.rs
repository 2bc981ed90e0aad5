use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/text")]
    fn text() -> Option<oauth_runtime::Text>;
}

fn main() {}
