use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", error = Problem)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

pub struct Problem;

fn main() {}
