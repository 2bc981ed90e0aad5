//! What an endpoint answers, as it was declared.

use std::time::Duration;

/// What a success looks like.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// Any 2xx; its body is ignored.
    Nothing,
    /// Any 2xx with a JSON value.
    Json,
    /// A 3xx with `Location`.
    Redirect,
    /// A 3xx with `Location`, or any 2xx whose body is ignored.
    RedirectOrNothing,
    /// A 3xx with `Location`, or any 2xx with a JSON value.
    RedirectOrJson,
    /// A page for a browser: the call is never sent, its URL is opened.
    Browser,
}

impl ResponseKind {
    /// Tells whether the call is a page for a browser, which is never sent.
    #[must_use]
    pub const fn is_browser(self) -> bool {
        matches!(self, Self::Browser)
    }

    /// Tells whether a 3xx with `Location` is a success.
    #[must_use]
    pub const fn is_redirect(self) -> bool {
        matches!(self, Self::Redirect | Self::RedirectOrNothing | Self::RedirectOrJson)
    }
}

/// What is said of a token that an endpoint answers.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenResponse {
    #[doc(hidden)]
    pub default_expires_in: Option<u32>,
}

impl TokenResponse {
    /// Returns the lifetime of a token whose answer says none, where it is documented.
    #[must_use]
    pub fn default_expires_in(&self) -> Option<Duration> {
        self.default_expires_in.map(|seconds| Duration::from_secs(seconds.into()))
    }
}
