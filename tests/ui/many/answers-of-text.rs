#![deny(warnings)]

use oauth_runtime::{RedirectOr, oauth_api};

type Name = String;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/page")]
    fn page() -> String;

    #[get("/moved")]
    fn moved() -> RedirectOr<std::string::String>;

    #[get("/failing", errors(404 => String))]
    fn failing();

    #[get("/name")]
    fn name() -> Name;

    #[get("/names")]
    fn names() -> Vec<String>;
}

fn main() {}
