use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", body = json)]
    fn items(names: Vec<&str>);
}

fn main() {}
