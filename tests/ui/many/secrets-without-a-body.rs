use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example", auth = client_secret_post)]
pub trait Vendor {
    #[get("/items", auth = bearer | client_secret_post)]
    fn items();
    #[delete("/items/{id}")]
    fn remove(id: u64);
}

fn main() {}
