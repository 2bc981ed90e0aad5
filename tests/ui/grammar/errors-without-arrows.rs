use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", errors(404 = Problem))]
    fn items(name: String);
}

fn main() {}
