use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub(crate) trait Vendor {
    #[get("/items")]
    pub(crate) fn items();
}

fn main() {}
