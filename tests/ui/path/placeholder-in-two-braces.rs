use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/books/{{id}}")]
    fn book(id: u64);
}

fn main() {}
