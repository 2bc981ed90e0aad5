use oauth_runtime::oauth_api;

pub struct Name;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(names: Vec<Name>);
}

fn main() {}
