//! Crates that have the runtime from another, or all of its names in scope.

#![deny(warnings)]
#![allow(clippy::wildcard_imports, reason = "the names of the expansion are to be among them")]

/// A crate that hands the runtime on.
mod facade {
    pub(crate) use ::oauth_runtime;
}

use facade::oauth_runtime::*;

/// By a path of this module.
#[oauth_api(crate = facade::oauth_runtime, base_url = "https://vendor.example", auth = basic)]
pub(crate) trait Relative {
    /// Revokes.
    #[post("/revoke")]
    fn revoke(#[cfg(test)] token: SecretString, hint: Option<String>, kinds: Option<Scopes>);
}

/// By a path of the crate.
mod below {
    use super::facade::oauth_runtime::*;

    /// A vendor.
    #[oauth_api(
        crate = crate::reexported_runtime::facade::oauth_runtime,
        base_url = "https://vendor.example"
    )]
    pub(super) trait Absolute {
        /// Revokes.
        #[post("/revoke", auth = bearer)]
        fn revoke(token: SecretString) -> Token;
    }
}

/// By no path at all.
mod beside {
    use oauth_runtime::*;

    /// A vendor.
    #[oauth_api(base_url = "https://vendor.example")]
    pub(super) trait Default {
        /// Revokes.
        #[post("/revoke")]
        fn revoke(token: SecretString, kinds: Scopes) -> Redirect;
    }
}

#[test]
fn expands_with_a_reexported_runtime() {
    let client = RelativeClient::new(Basic::new("user", "password"));
    assert!(client.revoke().token("t").into_request().build().is_ok());
    let client = below::AbsoluteClient::new();
    assert!(client.revoke().token("t").auth(Bearer::new("t")).into_request().build().is_ok());
    assert!(
        beside::DefaultClient::new().revoke().token("t").kinds("a").into_request().build().is_ok()
    );
}
