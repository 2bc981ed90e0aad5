use oauth_runtime::oauth_api;

pub struct Vendor;

#[oauth_api(base_url = "https://vendor.example")]
impl Vendor {
    #[post("/items")]
    fn items(name: String) {
        drop(name);
    }
}

fn main() {}
