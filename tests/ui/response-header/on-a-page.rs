use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", browser, response_headers("X-Left": u32))]
    fn items(name: String);
}

fn main() {}
