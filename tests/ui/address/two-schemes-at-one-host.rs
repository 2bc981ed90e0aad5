use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("http://localhost:8080/items")]
    fn items(name: String);

    #[post("https://localhost:8080/others")]
    fn others(name: String);
}

fn main() {}
