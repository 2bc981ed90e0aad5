use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items")]
    fn items(#[cookie("seen")] seen: Vec<String>);
}

fn main() {}
