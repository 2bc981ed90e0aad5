use oauth_runtime::{Basic, oauth_api};

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_basic | none)]
trait Vendor {
    #[get("/items")]
    fn items();
}

fn main() {
    let _client = VendorClient::new(Basic::new("id", "secret"));
}
