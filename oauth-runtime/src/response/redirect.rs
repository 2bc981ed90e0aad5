//! The redirect that an endpoint answers with, where that is what it is for; it is never followed.

use std::error::Error;
use std::fmt;

use http::{HeaderValue, StatusCode};
use url::Url;

use crate::oauth::callback::Callback;
use crate::oauth::callback::code::AuthorizationCode;
use crate::oauth::callback::error::CallbackError;
use crate::secret::escape::Escaped;

/// A redirect that was the documented answer: its `Location`, to which nothing was sent.
///
/// [RFC 9110, section 10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)
///
/// The location often carries a code, a token or a `state`; of it `Debug` shows only scheme, host and port.
///
/// ```
/// use http::{HeaderValue, StatusCode};
/// use oauth_runtime::{Callback, Redirect, State};
/// use url::Url;
///
/// let asked = Url::parse("https://as.example/authorize")?;
/// let header = HeaderValue::from_static("https://app.example/cb?code=abc&state=xyz");
/// let redirect = Redirect::new(&asked, StatusCode::FOUND, &header)?;
/// assert_eq!(redirect.location().host_str(), Some("app.example"));
///
/// let state = State::from_string("xyz");
/// let code = redirect.callback(&Callback::new(&state))?;
/// # let _ = code.code();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Redirect {
    status: StatusCode,
    location: Url,
}

impl Redirect {
    /// Takes the `Location` of an answer; a relative one belongs to the URL of the request.
    ///
    /// # Errors
    ///
    /// [`RedirectError::NotARedirect`] where the status is not 3xx, [`RedirectError::NotAUrl`] where the header cannot
    /// be read.
    pub fn new(
        base: &Url,
        status: StatusCode,
        header: &HeaderValue,
    ) -> Result<Self, RedirectError> {
        if !status.is_redirection() {
            return Err(RedirectError::NotARedirect);
        }
        let text = std::str::from_utf8(header.as_bytes()).map_err(|_| RedirectError::NotAUrl)?;
        let location = base.join(text).map_err(|_| RedirectError::NotAUrl)?;
        Ok(Self { status, location })
    }

    /// Returns the status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the target. It may carry secrets in its query and fragment, which `Url` shows.
    #[must_use]
    pub fn location(&self) -> &Url {
        &self.location
    }

    /// Returns the whole target as text, with the secrets it may carry.
    #[must_use]
    pub fn url_text(&self) -> &str {
        self.location.as_str()
    }

    /// Takes the target apart as the callback of an authorization request.
    ///
    /// # Errors
    ///
    /// Those of [`Callback::code`].
    pub fn callback(&self, callback: &Callback<'_>) -> Result<AuthorizationCode, CallbackError> {
        callback.code(self.url_text())
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("status", &self.status)
            .field("location", &format_args!("{}", WithoutSecrets(&self.location)))
            .finish()
    }
}

/// Shows scheme, host and port of a URL, and that there is more.
struct WithoutSecrets<'a>(&'a Url);

impl fmt::Display for WithoutSecrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.0.scheme())?;
        if let Some(host) = self.0.host_str() {
            write!(f, "//{}", Escaped(host))?;
        }
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        match self.0.path() {
            "" | "/" => f.write_str(self.0.path())?,
            _ => f.write_str("/[REDACTED]")?,
        }
        if self.0.query().is_some() {
            f.write_str("?[REDACTED]")?;
        }
        if self.0.fragment().is_some() {
            f.write_str("#[REDACTED]")?;
        }
        Ok(())
    }
}

/// Why an answer is no redirect.
///
/// ```
/// use http::{HeaderValue, StatusCode};
/// use oauth_runtime::{Redirect, RedirectError};
/// use url::Url;
///
/// let asked = Url::parse("https://as.example/authorize")?;
/// let error = Redirect::new(&asked, StatusCode::OK, &HeaderValue::from_static("/cb")).unwrap_err();
/// assert_eq!(error, RedirectError::NotARedirect);
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectError {
    /// Its status is not 3xx.
    NotARedirect,
    /// Its `Location` is not a URL.
    NotAUrl,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotARedirect => "the answer is not a redirect",
            Self::NotAUrl => "the `Location` of the redirect is not a URL",
        })
    }
}

impl Error for RedirectError {}

/// What an endpoint answers that either redirects or answers with a value.
///
/// ```
/// use oauth_runtime::RedirectOr;
///
/// let answer = RedirectOr::Value("a page");
/// assert_eq!(answer.value(), Some(&"a page"));
/// assert!(answer.redirect().is_none());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RedirectOr<T> {
    /// It redirects.
    Redirect(Redirect),
    /// It answers with a value.
    Value(T),
}

impl<T> RedirectOr<T> {
    /// Returns the redirect, if it is one.
    #[must_use]
    pub fn redirect(&self) -> Option<&Redirect> {
        match self {
            Self::Redirect(redirect) => Some(redirect),
            Self::Value(_) => None,
        }
    }

    /// Returns the value, if it is one.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Redirect(_) => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Gives the redirect, if it is one.
    #[must_use]
    pub fn into_redirect(self) -> Option<Redirect> {
        match self {
            Self::Redirect(redirect) => Some(redirect),
            Self::Value(_) => None,
        }
    }

    /// Gives the value, if it is one.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Redirect(_) => None,
            Self::Value(value) => Some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::oauth::state::State;

    fn redirect(location: &[u8]) -> Result<Redirect, RedirectError> {
        let base = Url::parse("https://as.example/a/authorize?client_id=x").unwrap();
        Redirect::new(&base, StatusCode::FOUND, &HeaderValue::from_bytes(location).unwrap())
    }

    #[test]
    fn locations_are_resolved() {
        for (location, expected) in [
            ("https://app.example/cb?code=c", "https://app.example/cb?code=c"),
            ("/login?next=%2F", "https://as.example/login?next=%2F"),
            ("login", "https://as.example/a/login"),
            ("//other.example", "https://other.example/"),
            ("?code=c", "https://as.example/a/authorize?code=c"),
            ("#code=c", "https://as.example/a/authorize?client_id=x#code=c"),
            ("com.example.app:/cb?code=c", "com.example.app:/cb?code=c"),
            ("/é", "https://as.example/%C3%A9"),
        ] {
            assert_eq!(redirect(location.as_bytes()).unwrap().url_text(), expected, "{location}");
        }
    }

    #[test]
    fn what_is_no_redirect_is_refused() {
        assert_eq!(redirect(b"http://[").unwrap_err(), RedirectError::NotAUrl);
        assert_eq!(redirect(b"/\xff").unwrap_err(), RedirectError::NotAUrl);
        let base = Url::parse("https://as.example/").unwrap();
        for status in [200, 201, 400, 500] {
            let status = StatusCode::from_u16(status).unwrap();
            let error = Redirect::new(&base, status, &HeaderValue::from_static("/")).unwrap_err();
            assert_eq!(error, RedirectError::NotARedirect);
        }
    }

    #[test]
    fn it_can_be_taken_apart_as_a_callback() {
        let state = State::from_string("xyz");
        let callback = Callback::new(&state).redirect_uri("https://app.example/cb");
        let code = redirect(b"https://app.example/cb?code=c0de&state=xyz")
            .unwrap()
            .callback(&callback)
            .unwrap();
        assert_eq!(code.code().expose_secret(), "c0de");
        let error = redirect(b"https://app.example/cb?code=c0de&state=abc")
            .unwrap()
            .callback(&callback)
            .unwrap_err();
        assert_eq!(error, CallbackError::StateWrong);
    }

    #[test]
    fn debug_hides_all_but_the_host() {
        for (location, shown) in [
            (
                "https://user:s3cret@app.example:8443/s3cret?code=s3cret#s3cret",
                "https://app.example:8443/[REDACTED]?[REDACTED]#[REDACTED]",
            ),
            ("com.example.app:/cb?code=s3cret", "com.example.app:/[REDACTED]?[REDACTED]"),
            ("com.example.app:s3cret", "com.example.app:/[REDACTED]"),
            ("/", "https://as.example/"),
            ("?code=s3cret", "https://as.example/[REDACTED]?[REDACTED]"),
        ] {
            let redirect = redirect(location.as_bytes()).unwrap();
            assert_eq!(
                format!("{redirect:?}"),
                format!("Redirect {{ status: 302, location: {shown} }}")
            );
            let debug = format!("{:?}", RedirectOr::<()>::Redirect(redirect));
            assert!(!debug.contains("s3cret"), "{debug}");
        }
    }

    #[test]
    fn each_side_is_reachable() {
        let answer = RedirectOr::Value(1);
        assert!(answer.redirect().is_none() && answer.clone().into_redirect().is_none());
        assert_eq!((answer.value(), answer.clone().into_value()), (Some(&1), Some(1)));
        let redirect = RedirectOr::<u8>::Redirect(redirect(b"/").unwrap());
        assert!(redirect.redirect().is_some() && redirect.clone().into_redirect().is_some());
        assert!(redirect.value().is_none() && redirect.into_value().is_none());
    }
}
