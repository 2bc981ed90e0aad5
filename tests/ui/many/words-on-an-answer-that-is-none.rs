use oauth_runtime::{Redirect, RedirectOr, oauth_api};

#[oauth_api(base_url = "https://vendor.example")]
pub trait Vendor {
    #[post("/token", token)]
    fn token() -> ();

    #[post("/lifetime", default_expires_in = 60)]
    fn lifetime() -> ();

    #[get("/deviations", deviations(charset))]
    fn deviations() -> ();

    #[get("/moved", deviations(scope_array))]
    fn moved() -> Redirect;

    #[get("/may-be-moved", deviations(scope_array))]
    fn may_be_moved() -> RedirectOr<()>;

    // The answer is a mistake, which is told once.
    #[post("/result", token, deviations(scope_array))]
    fn result() -> Result<Vec<String>, ()>;
}

fn main() {}
