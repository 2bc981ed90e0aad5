use oauth_runtime::oauth_api;

#[derive(serde::Deserialize)]
struct Book<'a> {
    _title: &'a str,
}

#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/book")]
    fn book() -> Book<'static>;
}

fn main() {}
