//! One difference between a declaration and a description.

use std::fmt;

/// One difference between a declaration and a description, as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    endpoint: String,
    subject: String,
    text: String,
}

impl Difference {
    pub(super) fn new(endpoint: &str, subject: &str, text: impl Into<String>) -> Self {
        Self { endpoint: endpoint.to_owned(), subject: subject.to_owned(), text: text.into() }
    }

    /// A part of the description that cannot be read.
    pub(super) fn unreadable(text: impl Into<String>) -> Self {
        Self::new("", "description", text)
    }

    /// Returns the name of the endpoint; for an operation that is not declared its method and path, and for the API as a whole
    /// nothing.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns what differs: the wire name of a parameter, `path`, `body`, `auth` or `response`; for the API as a whole the URL of
    /// a base or a server, or `description` where that cannot be read.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    pub(super) fn is_about(&self, endpoint: &str, subject: &str) -> bool {
        // Names of headers have no case.
        self.endpoint == endpoint && self.subject.eq_ignore_ascii_case(subject)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", place(&self.endpoint, &self.subject), self.text.escape_debug())
    }
}

/// Says where something differs. Both parts may be the words of a document.
pub(super) fn place(endpoint: &str, subject: &str) -> String {
    let subject = subject.escape_debug();
    if endpoint.is_empty() {
        return format!("`{subject}`");
    }
    format!("`{}`, `{subject}`", endpoint.escape_debug())
}
