use oauth_runtime::{Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", reason("message", "error..message", message))]
    fn items() -> Token;
}

fn main() {}
