//! The error of RFC 6749, section 5.2.

use std::fmt;

use serde::Deserialize;

use crate::secret::escape::Escaped;

/// An error in the form of [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
///
/// The texts are the server's: escape them before showing them anywhere but in a `{}` or `{:?}` of this type. Secrets of
/// the call that they repeat are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthError {
    error: String,
    error_description: Option<String>,
    error_uri: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Wire {
    #[serde(default, deserialize_with = "text")]
    error: Option<String>,
    #[serde(default, deserialize_with = "text")]
    error_description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    error_uri: Option<String>,
}

/// Takes a string, and passes over anything else: some vendors put objects under the same names.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(if let serde_json::Value::String(text) = value { Some(text) } else { None })
}

impl Wire {
    pub(super) fn into_error(self, clean: impl Fn(String) -> String) -> Option<OAuthError> {
        let error = self.error.filter(|error| !error.is_empty())?;
        Some(OAuthError {
            error: clean(error),
            error_description: self.error_description.map(&clean),
            error_uri: self.error_uri.map(&clean),
        })
    }
}

impl OAuthError {
    pub(super) fn from_challenge(error: &str, error_description: Option<&str>) -> Self {
        Self {
            error: error.to_owned(),
            error_description: error_description.map(str::to_owned),
            error_uri: None,
        }
    }

    /// Returns the error code, such as `invalid_grant`.
    #[must_use]
    pub fn error(&self) -> &str {
        &self.error
    }

    /// Returns the text for developers, as the server sent it.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        self.error_description.as_deref()
    }

    /// Returns the address of a page about the error, as the server sent it.
    #[must_use]
    pub fn error_uri(&self) -> Option<&str> {
        self.error_uri.as_deref()
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Escaped(&self.error))?;
        if let Some(text) = &self.error_description {
            write!(f, ": {}", Escaped(text))?;
        }
        Ok(())
    }
}
