use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = basic(username, password))]
pub trait Vendor {
    #[get("/items", auth = basic(client_id))]
    fn items();
    #[get("/things", auth = basic())]
    fn things();
}

fn main() {}
