use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", error = Probelm)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

#[derive(serde::Deserialize)]
pub struct Problem;

fn main() {}
