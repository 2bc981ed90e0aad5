use std::borrow::Cow;

use oauth_runtime::oauth_api;

#[derive(serde::Deserialize)]
struct Book<'a> {
    _title: &'a str,
}

#[oauth_api(base_url = "https://vendor.example", error = Book<'static>)]
trait Vendor {
    #[get("/text")]
    fn text() -> &'static str;

    #[get("/book")]
    fn book() -> Book<'static>;

    #[get("/books")]
    fn books() -> Vec<Book<'static>>;

    #[get("/moved")]
    fn moved() -> oauth_runtime::RedirectOr<Book<'static>>;

    #[get("/failing", error = &'static str)]
    fn failing();

    #[get("/owned")]
    fn owned() -> Cow<'static, str>;

    #[get("/not-owned")]
    fn not_owned() -> Cow<'static, [Book<'static>]>;
}

fn main() {}
