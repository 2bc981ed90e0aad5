use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get(browser)]
    fn page(state: String);
}

fn main() {}
