use oauth_runtime::{SecretString, oauth_api};

/// Two predicates on endpoints, two on parameters, and a mistake beside each.
#[oauth_api(base_url = "https://vendor.example", auth = basik)]
pub trait Vendor {
    #[cfg(unix)]
    #[post("revoke")]
    fn revoke(token: SecretString);

    #[cfg(not(unix))]
    #[post("never")]
    fn revoke(token: Gone);

    #[cfg_attr(not(windows), post("/items"))]
    #[cfg_attr(windows, get("/items"))]
    fn items(
        #[cfg(any(unix, windows))] name: &str,
        #[cfg(not(any(unix, windows)))] name: Gone,
        #[cfg(target_pointer_width = "64")] names: std::collections::HashSet<String>,
        #[cfg(target_pointer_width = "32")] names: Gone,
        limit: Option<Option<u32>>,
    ) -> Result<(), ()>;
}

fn main() {
    let _unrelated: u8 = "is told as well";
}
