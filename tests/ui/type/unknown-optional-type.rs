use oauth_runtime::oauth_api;

pub struct Color;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(name: Option<Colour>);
}

fn main() {}
