//! A crate that knows the runtime by another name.

#![deny(warnings)]

mod known_as {
    pub(crate) use oauth_runtime::*;

    #[doc(hidden)]
    pub(crate) use oauth_runtime::__private;
}

use known_as::{SecretString, oauth_api};

/// A vendor.
#[oauth_api(crate = known_as, base_url = "https://vendor.example", auth = basic)]
pub(crate) trait Renamed {
    /// Revokes.
    #[post("/revoke")]
    fn revoke(#[cfg(test)] token: SecretString);
}

#[test]
fn expands_with_a_renamed_runtime() {
    let client = RenamedClient::new(known_as::Basic::new("user", "password"));
    assert!(client.revoke().token("t").build().is_ok());
}
