//! A grant as it was declared.

use std::time::Duration;

/// A grant with a typed entry on the request builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantInfo {
    grant_type: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
    rotates: bool,
    /// In seconds; 0 where the declaration says nothing.
    reuse_within: u32,
}

impl GrantInfo {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        grant_type: &'static str,
        needs: &'static [&'static str],
        may: &'static [&'static str],
    ) -> Self {
        Self { grant_type, needs, may, rotates: false, reuse_within: 0 }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn rotating(mut self) -> Self {
        self.rotates = true;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn reusable_within(mut self, seconds: u32) -> Self {
        self.reuse_within = seconds;
        self
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

    /// Tells whether each refresh answers a new refresh token and ends the old one, as the vendor says.
    #[must_use]
    pub const fn rotates(&self) -> bool {
        self.rotates
    }

    /// Returns how long a refresh token may be sent again after it was spent, where the vendor says so.
    #[must_use]
    pub fn reuse_within(&self) -> Option<Duration> {
        (self.reuse_within > 0).then(|| Duration::from_secs(self.reuse_within.into()))
    }
}
