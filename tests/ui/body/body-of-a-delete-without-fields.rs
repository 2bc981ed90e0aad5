use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[delete("/items/{name}", body = form)]
    fn items(name: String);
}

fn main() {}
