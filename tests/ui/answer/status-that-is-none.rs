use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", errors(4040 => Problem))]
    fn items(name: String);
}

#[derive(serde::Deserialize)]
pub struct Problem;

fn main() {}
