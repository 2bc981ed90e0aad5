use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/picture", deviations(content_type))]
    fn picture() -> oauth_runtime::bytes::Bytes;
}

fn main() {}
