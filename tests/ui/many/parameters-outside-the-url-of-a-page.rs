use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[get("/page/{id}", browser)]
    fn page(
        id: u64,
        #[header("X-Version")] version: String,
        limit: u32,
        #[cookie("session")] session: String,
        #[header("X-Language")] language: String,
    );
}

fn main() {}
