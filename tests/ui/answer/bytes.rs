use oauth_runtime::bytes::Bytes;
use oauth_runtime::{RedirectOr, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
trait Vendor {
    #[get("/picture")]
    fn picture() -> Bytes;

    #[get("/report")]
    fn report() -> Vec<u8>;

    #[get("/moved")]
    fn moved() -> RedirectOr<Bytes>;

    #[get("/failing", error = Bytes)]
    fn failing();

    #[get("/numbers")]
    fn numbers() -> Vec<u16>;
}

fn main() {}
