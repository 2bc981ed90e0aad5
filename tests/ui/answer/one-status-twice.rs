use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", errors(404 => Problem, 404 => Other))]
    fn items(name: String);
}

#[derive(serde::Deserialize)]
pub struct Problem;
#[derive(serde::Deserialize)]
pub struct Other;

fn main() {}
