use oauth_runtime::oauth_api;

#[derive(serde::Deserialize)]
pub struct Text;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/text")]
    fn text() -> Text;
}

fn main() {}
