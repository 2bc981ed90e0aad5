use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/items")]
    fn items(#[header("DPoP")] #[constant = "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.c2ln"] proof: String);
}

fn main() {}
