//! The error of RFC 6749, section 5.2.

use std::fmt;

use crate::body::{repaired, without_bom};
use crate::oauth::lenient::value::Text;
use crate::oauth::token::names::for_each_member;
use crate::secret::escape::{Escaped, beginning_of};

/// An error in the form of [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2), or one whose code and
/// description stand where the declaration says (`refused(…)`).
///
/// The texts are the server's: escape them before showing them anywhere but in a `{}` or `{:?}` of this type. Secrets of
/// the call that they repeat are taken out.
#[derive(Clone, PartialEq, Eq)]
pub struct OAuthError {
    error: String,
    error_description: Option<String>,
    error_uri: Option<String>,
}

/// How much of a text of the server is kept here, in bytes: the body still has the rest.
const LONGEST_TEXT: usize = 16 * 1024;

impl OAuthError {
    /// Reads the error of a body, as JSON or as a form; each text as `clean` gives it.
    pub(super) fn read(
        body: &[u8],
        is_form: bool,
        clean: impl Fn(String) -> String,
    ) -> Option<Self> {
        let mut fields = [None, None, None];
        let mut take = |name: &str, text: Text<'_>| {
            let place = match name {
                "error" => fields.first_mut(),
                "error_description" => fields.get_mut(1),
                "error_uri" => fields.get_mut(2),
                _ => None,
            };
            // Nothing takes back an error.
            if let Some(place) = place.filter(|place| place.is_none()) {
                *place = Some(cleaned(text.as_str(), &clean)).filter(|text| !text.is_empty());
            }
        };
        if is_form {
            for (name, value) in url::form_urlencoded::parse(without_bom(body).trim_ascii()) {
                take(&name, Text::Borrowed(&value));
            }
        } else {
            // Some vendors put objects under the same names: those are not of this error.
            let is_whole = for_each_member(&repaired(body)?.text, |name, value| {
                if let Some(text) = value.text() {
                    take(name, text);
                }
            });
            if !is_whole {
                return None;
            }
        }
        let [error, error_description, error_uri] = fields;
        Some(Self { error: error?, error_description, error_uri })
    }

    pub(super) fn from_challenge(error: &str, error_description: Option<&str>) -> Self {
        Self {
            error: error.to_owned(),
            error_description: error_description.map(str::to_owned),
            error_uri: None,
        }
    }

    /// One whose code stands where a declaration says.
    pub(super) const fn from_code(error: String, error_description: Option<String>) -> Self {
        Self { error, error_description, error_uri: None }
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

/// Cleans the beginning of a text. A secret that the end of what is kept would tear apart is beyond it.
pub(super) fn cleaned(text: &str, clean: impl Fn(String) -> String) -> String {
    let mut text = clean(beginning_of(text, 2 * LONGEST_TEXT).to_owned());
    text.truncate(beginning_of(&text, LONGEST_TEXT).len());
    text
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

impl fmt::Debug for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthError")
            .field("error", &Escaped(&self.error))
            .field("error_description", &self.error_description.as_deref().map(Escaped))
            .field("error_uri", &self.error_uri.as_deref().map(Escaped))
            .finish()
    }
}
