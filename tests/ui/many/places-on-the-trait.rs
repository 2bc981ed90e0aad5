use oauth_runtime::{Token, oauth_api};

#[oauth_api(
    base_url = "https://vendor.example",
    refused("error..code", except = 1.5),
    reason("error.", ""),
    spent("dead")
)]
pub trait Vendor {
    #[get("/items")]
    fn items() -> Token;

    #[get("/others")]
    fn others() -> Token;
}

fn main() {}
