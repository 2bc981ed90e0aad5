use oauth_runtime::oauth_api;

#[oauth_api(auth = basic, body = form)]
pub trait Vendor {
    #[post("/items")]
    fn items(name: String);
}

fn main() {}
