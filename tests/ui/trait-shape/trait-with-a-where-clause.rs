use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor
where
    Self: Sized,
{
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
