use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[delete("/items", default_expires_in = 3600)]
    fn items();
}

fn main() {}
