use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/page", browser, refused(errcode), reason = message)]
    fn page();
}

fn main() {}
