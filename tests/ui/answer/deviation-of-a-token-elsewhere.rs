use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", deviations(scope_array))]
    fn items() -> Vec<String>;
}

fn main() {}
