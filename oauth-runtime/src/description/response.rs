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
    /// Any 2xx with a JSON value, or with no body.
    JsonOrNothing,
    /// A 3xx with `Location`, or any 2xx with a JSON value or no body.
    RedirectOrJsonOrNothing,
    /// Any 2xx with a text.
    Text,
    /// Any 2xx with bytes.
    Bytes,
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
        matches!(
            self,
            Self::Redirect
                | Self::RedirectOrNothing
                | Self::RedirectOrJson
                | Self::RedirectOrJsonOrNothing
        )
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
    #[doc(hidden)]
    pub places: &'static [TokenPlace],
    #[doc(hidden)]
    pub spent: &'static [&'static str],
}

impl TokenResponse {
    /// One of which nothing is said: generated code says what is different.
    #[doc(hidden)]
    pub const STANDARD: Self = Self { default_expires_in: None, places: &[], spent: &[] };

    /// Returns the lifetime of a token whose answer says none, where it is documented.
    #[must_use]
    pub fn default_expires_in(&self) -> Option<Duration> {
        self.default_expires_in.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Returns where the members are that do not stand where the RFC has them.
    #[must_use]
    pub const fn places(&self) -> &'static [TokenPlace] {
        self.places
    }

    /// Returns the vendor's words for a code or refresh token that is used up, beside `invalid_grant`.
    #[must_use]
    pub const fn spent(&self) -> &'static [&'static str] {
        self.spent
    }
}

/// Where a member of a token response is, if not where
/// [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1) has it.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenPlace {
    #[doc(hidden)]
    pub member: TokenMember,
    #[doc(hidden)]
    pub place: &'static [&'static str],
    #[doc(hidden)]
    pub time: TimeFormat,
}

impl TokenPlace {
    /// Returns which member it is.
    #[must_use]
    pub const fn member(&self) -> TokenMember {
        self.member
    }

    /// Returns the names on the way to it, from the outermost.
    #[must_use]
    pub const fn place(&self) -> &'static [&'static str] {
        self.place
    }

    /// Returns how it is written, where it is a time.
    #[must_use]
    pub const fn time(&self) -> TimeFormat {
        self.time
    }
}

/// A member of a token response whose place can be declared.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenMember {
    /// `access_token`
    AccessToken,
    /// `token_type`
    Kind,
    /// `refresh_token`
    RefreshToken,
    /// `expires_in`, a lifetime.
    ExpiresIn,
    /// The moment at which the token expires, which the RFC does not know.
    ExpiresAt,
    /// `scope`
    Scope,
}

/// How a time is written in a token response.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// In seconds: as a lifetime, or since the beginning of 1970 (UTC).
    Seconds,
    /// The same in milliseconds.
    Milliseconds,
    /// As date and time of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339), such as `2026-08-01T12:00:00Z`.
    Iso8601,
}
