use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = header("Authorization", prefix = "OAuth ") as token)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
