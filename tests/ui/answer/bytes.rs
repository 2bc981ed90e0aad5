use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/picture")]
    fn picture() -> oauth_runtime::bytes::Bytes;
}

fn main() {}
