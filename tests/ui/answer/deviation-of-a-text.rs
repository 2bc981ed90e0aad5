use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/text", deviations(charset, content_type))]
    fn text() -> oauth_runtime::Text;
}

fn main() {}
