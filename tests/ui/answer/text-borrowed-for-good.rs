use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/text")]
    fn text() -> &'static str;
}

fn main() {}
