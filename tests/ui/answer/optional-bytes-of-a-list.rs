use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/bytes")]
    fn bytes() -> Option<Vec<u8>>;
}

fn main() {}
