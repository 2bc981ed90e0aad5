//! The answers of one endpoint, in the order in which they are given.

use std::collections::VecDeque;

use crate::stand_in::answer::Kind;

/// What one endpoint has been told to answer.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) queued: VecDeque<Scripted>,
    pub(crate) standing: Option<Scripted>,
}

/// An answer, and whether the client has to be able to read it.
#[derive(Clone)]
pub(crate) struct Scripted {
    pub(crate) kind: Kind,
    pub(crate) is_checked: bool,
}

impl Script {
    pub(crate) fn next(&mut self) -> Option<Scripted> {
        self.queued.pop_front().or_else(|| self.standing.clone())
    }
}
