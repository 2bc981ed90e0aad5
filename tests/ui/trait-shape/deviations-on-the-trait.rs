use oauth_runtime::{Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example", deviations(scope_array))]
pub trait Vendor {
    #[get("/items", token)]
    fn items() -> Token;
}

fn main() {}
