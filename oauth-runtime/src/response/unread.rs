//! A token response that was read as a vendor's own type, and is read as a token only by whoever keeps it.

use std::time::SystemTime;

use crate::error::Received;
use crate::oauth::token::Token;

/// A token response, as it came.
pub(crate) struct Unread {
    /// Without its headers, which the response has.
    pub(super) received: Received,
    pub(super) is_form: bool,
    /// When it came, from which its lifetime counts.
    pub(super) at: SystemTime,
    pub(super) read: fn(&Received, bool, SystemTime) -> Option<Token>,
}

impl Unread {
    /// Reads the token; nothing where there is none.
    pub(crate) fn token(&self) -> Option<Token> {
        (self.read)(&self.received, self.is_form, self.at)
    }
}
