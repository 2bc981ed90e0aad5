use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/items")]
    fn get_items(name: String);

    #[get("/items")]
    fn getItems(name: String);
}

fn main() {}
