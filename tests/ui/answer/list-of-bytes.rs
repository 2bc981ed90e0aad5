use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/picture")]
    fn picture() -> Vec<u8>;
}

fn main() {}
