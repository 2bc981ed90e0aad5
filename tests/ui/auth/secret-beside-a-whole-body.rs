use oauth_runtime::oauth_api;

#[derive(serde::Serialize)]
pub struct Item {
    name: String,
}

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[post("/items")]
    fn items(#[json] item: Item);
}

fn main() {}
