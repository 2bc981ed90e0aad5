use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[delete("/items", deviations(content_type))]
    fn items();
}

fn main() {}
