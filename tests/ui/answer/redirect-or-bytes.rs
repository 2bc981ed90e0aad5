use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/bytes")]
    fn bytes() -> oauth_runtime::RedirectOr<oauth_runtime::bytes::Bytes>;
}

fn main() {}
