//! Where and how a body is not what is read.

use serde_json::error::Category;

/// Where and how a body is not what is read.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) kind: FailureKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    NotJson,
    Empty,
    CutOff,
    OtherShape,
    /// The value was read, and more follows.
    Trailing,
}

impl Failure {
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            Category::Eof if error.column() == 0 && error.line() == 1 => FailureKind::Empty,
            Category::Eof => FailureKind::CutOff,
            Category::Data => FailureKind::OtherShape,
            Category::Syntax | Category::Io => FailureKind::NotJson,
        };
        Self { line: error.line(), column: error.column(), kind }
    }
}
