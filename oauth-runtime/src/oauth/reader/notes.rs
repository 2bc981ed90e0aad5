//! What is noted while a body is read.

use std::fmt;

use serde_json::error::Category;

use crate::oauth::reader::failure::{Failure, FailureKind};
use crate::oauth::token::members::Members;
use crate::oauth::token::shape::Shape;

/// What is noted while a body is read.
#[doc(hidden)]
pub struct Notes<'de> {
    /// The body, to tell places in it.
    body: &'de [u8],
    wanted: Wanted,
    pub(crate) members: Members<'de>,
    pub(super) failure: Option<Failure>,
}

/// Which members are noted.
#[derive(Clone, Copy)]
enum Wanted {
    None,
    /// What says that the server refused.
    Refusal,
    /// All: the body is a token response.
    All,
}

impl<'de> Notes<'de> {
    fn new(body: &'de [u8], wanted: Wanted, members: Members<'de>) -> Self {
        Self { body, wanted, members, failure: None }
    }

    /// Notes all members: the body is a token response.
    pub(crate) fn of_a_token(body: &'de [u8], members: Members<'de>) -> Self {
        Self::new(body, Wanted::All, members)
    }

    /// Notes whether the body says that the server refused.
    pub(crate) fn of_another(body: &'de [u8], shape: Shape) -> Self {
        Self::new(body, Wanted::Refusal, Members::of_another(shape))
    }

    /// Notes nothing.
    pub(crate) fn none(body: &'de [u8]) -> Self {
        Self::new(body, Wanted::None, Members::default())
    }

    pub(super) fn is_noted(&self, name: &str) -> bool {
        match self.wanted {
            Wanted::None => false,
            Wanted::Refusal => {
                matches!(name, "error" | "error_description")
                    || self.members.may_be_refused_by(name)
            }
            Wanted::All => true,
        }
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
