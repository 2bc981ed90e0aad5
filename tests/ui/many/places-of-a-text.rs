use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", token(access_token = "data.token"), spent("dead"))]
    fn token(code: oauth_runtime::SecretString) -> oauth_runtime::Text;
}

fn main() {}
