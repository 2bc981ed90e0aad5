use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", browser, callback(code = "state"))]
    fn items(name: String);
}

fn main() {}
