//! A grant as it was declared.

/// A grant with a typed entry on the request builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantInfo {
    grant_type: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

impl GrantInfo {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        grant_type: &'static str,
        needs: &'static [&'static str],
        may: &'static [&'static str],
    ) -> Self {
        Self { grant_type, needs, may }
    }

    /// Returns the value of `grant_type`.
    #[must_use]
    pub const fn grant_type(&self) -> &'static str {
        self.grant_type
    }

    /// Returns the wire names of the parameters it needs beyond those that every call needs.
    #[must_use]
    pub const fn needs(&self) -> &'static [&'static str] {
        self.needs
    }

    /// Returns the wire names of the parameters it may have.
    #[must_use]
    pub const fn may(&self) -> &'static [&'static str] {
        self.may
    }
}
