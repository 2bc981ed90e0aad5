use oauth_runtime::oauth_api;

#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/picture")]
    fn picture() -> oauth_runtime::bytes::BytesMut;

    #[get("/report")]
    fn report() -> Vec<u8>;

    #[get("/moved")]
    fn moved() -> oauth_runtime::RedirectOr<oauth_runtime::bytes::Bytes>;

    #[get("/failing", error = oauth_runtime::bytes::Bytes)]
    fn failing();

    #[get("/numbers")]
    fn numbers() -> Vec<u16>;
}

fn main() {}
