use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-App-Id") & header("X-App-Token"))]
trait Vendor {
    #[get("/items")]
    fn items();
}

fn main() {
    let _client = VendorClient::new("key");
}
