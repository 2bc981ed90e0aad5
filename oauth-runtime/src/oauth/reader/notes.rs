//! What is noted while a body is read.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::error::Category;

use crate::oauth::reader::failure::{Failure, FailureKind};
use crate::oauth::token::members::Members;

/// What is noted while a body is read.
#[doc(hidden)]
pub struct Notes<'de> {
    /// The body, to tell places in it.
    body: &'de [u8],
    /// Whether all members are noted: the body is a token response. Otherwise only an `error` is.
    is_token: bool,
    pub(crate) members: Members<'de>,
    /// How often the members that came more than once are still to come: only the last one is handed on.
    pub(super) to_come: BTreeMap<String, u32>,
    pub(super) failure: Option<Failure>,
}

impl<'de> Notes<'de> {
    pub(crate) fn new(body: &'de [u8], is_token: bool, members: Members<'de>) -> Self {
        Self { body, is_token, members, to_come: BTreeMap::new(), failure: None }
    }

    /// Has the last one count of members that came more than once.
    pub(crate) fn of_repeated(body: &'de [u8], to_come: BTreeMap<String, u32>) -> Self {
        Self { to_come, ..Self::new(body, false, Members::default()) }
    }

    pub(super) fn is_noted(&self, name: &str) -> bool {
        self.is_token || matches!(name, "error" | "error_description")
    }

    /// Keeps the place of an error in one member, whose own reader counts from its beginning.
    pub(super) fn fail(&mut self, member: &str, error: &serde_json::Error) {
        let start = (member.as_ptr() as usize).saturating_sub(self.body.as_ptr() as usize);
        let (end, at_end) = match (error.line(), error.column()) {
            (0, _) => (start + member.len(), (1, 0)),
            place => (start, place),
        };
        let before = self.body.get(..end).unwrap_or_default();
        let breaks = before.split(|byte| *byte == b'\n').count().saturating_sub(1);
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        self.failure = Some(Failure {
            line: breaks + at_end.0,
            column: if at_end.0 > 1 { at_end.1 } else { column + at_end.1 },
            kind: match error.classify() {
                Category::Data => FailureKind::OtherShape,
                _ => FailureKind::NotJson,
            },
        });
    }
}

impl fmt::Debug for Notes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notes").finish_non_exhaustive()
    }
}
