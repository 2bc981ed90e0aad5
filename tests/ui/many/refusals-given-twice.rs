use oauth_runtime::{Token, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items", refused(errcode, except = 0, except = 1), refused(status))]
    fn items() -> Token;
}

fn main() {}
