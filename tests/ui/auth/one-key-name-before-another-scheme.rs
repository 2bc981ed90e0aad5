use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("X-A") as key | header("X-B") as key | basic)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
