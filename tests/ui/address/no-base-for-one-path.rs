use oauth_runtime::oauth_api;

#[oauth_api(auth = bearer)]
pub trait Vendor {
    #[get(userinfo_endpoint)]
    fn userinfo();

    #[get("/me")]
    fn me();
}

fn main() {}
