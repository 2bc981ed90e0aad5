use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items", error = Problem)]
    fn items(name: String);
}

pub struct Problem;

fn main() {}
