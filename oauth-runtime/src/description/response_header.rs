//! A header that the responses of an endpoint have.

/// A header that the responses of an endpoint have, as the declaration says.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseHeaderInfo {
    name: &'static str,
    type_name: &'static str,
}

impl ResponseHeaderInfo {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, type_name: &'static str) -> Self {
        Self { name, type_name }
    }

    /// Returns the name, as it is declared.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the type of the value, as it is declared.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }
}
