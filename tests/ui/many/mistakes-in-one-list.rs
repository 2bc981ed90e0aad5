use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", bodi = form, auth = "basic", 5, error = 7, error = 8, headers(A = 1))]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
