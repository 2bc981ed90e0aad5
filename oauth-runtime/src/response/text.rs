//! An answer that is a text.

use std::fmt;

use secrecy::zeroize::Zeroizing;

/// An answer that is a text and not JSON, such as a signed token ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)).
///
/// It is what an endpoint is declared to answer: `fn userinfo() -> Text`. A byte order mark is taken off, and what is not
/// UTF-8 is replaced, which [`Response::deviations`](crate::Response::deviations) tells. It may be a secret: `Debug` shows
/// its length only, and it is wiped when it is dropped.
///
/// ```
/// use oauth_runtime::{Bearer, Text, oauth_api};
///
/// /// A provider of OpenID Connect.
/// #[oauth_api(base_url = "https://op.example", auth = bearer)]
/// pub trait Provider {
///     /// Tells of the user, in a signed token.
///     #[get("/userinfo", headers("Accept" = "application/jwt"))]
///     fn userinfo() -> Text;
/// }
///
/// # async fn example() -> Result<(), oauth_runtime::Error> {
/// let provider = ProviderClient::new(Bearer::new("the token"));
/// let signed: Text = provider.userinfo().send().await?;
/// let parts = signed.as_str().split('.').count();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Zeroizing<String>);

impl Text {
    pub(super) const fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the text, which is not wiped any more.
    #[must_use]
    pub fn into_string(mut self) -> String {
        std::mem::take(&mut *self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_only() {
        let text = Text::new(Zeroizing::new("s3cret".to_owned()));
        assert_eq!(format!("{text:?}"), "Text(6 bytes)");
        assert_eq!(text.as_str(), "s3cret");
        assert_eq!(text.into_string(), "s3cret");
    }
}
