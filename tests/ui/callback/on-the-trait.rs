use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", callback(code = "auth_code"))]
pub trait Vendor {
    #[get("/items", browser)]
    fn items(name: String);
}

fn main() {}
