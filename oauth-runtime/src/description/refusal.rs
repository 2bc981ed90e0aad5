//! What says that a server refused, where it does so in its own way.

use crate::description::parameter::Literal;

/// A member that tells of a refusal, also inside a success.
///
/// Made by [`oauth_api`](crate::oauth_api) only.
#[allow(clippy::exhaustive_structs, reason = "generated code writes it; the fields are hidden")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    #[doc(hidden)]
    pub member: &'static [&'static str],
    #[doc(hidden)]
    pub except: Option<Literal>,
    #[doc(hidden)]
    pub code: &'static [&'static str],
    #[doc(hidden)]
    pub description: &'static [&'static str],
}

impl Refusal {
    /// One of which nothing is said: generated code says what is different.
    #[doc(hidden)]
    pub const ANY: Self = Self { member: &[], except: None, code: &[], description: &[] };

    /// Returns the names on the way to the member whose presence is a refusal, from the outermost.
    #[must_use]
    pub const fn member(&self) -> &'static [&'static str] {
        self.member
    }

    /// Returns the value that is no refusal.
    #[must_use]
    pub const fn except(&self) -> Option<Literal> {
        self.except
    }

    /// Returns the names on the way to the code of the error, which may be the same member.
    #[must_use]
    pub const fn code(&self) -> &'static [&'static str] {
        if self.code.is_empty() { self.member } else { self.code }
    }

    /// Returns the names on the way to its description; empty where there is none.
    #[must_use]
    pub const fn description(&self) -> &'static [&'static str] {
        self.description
    }
}
