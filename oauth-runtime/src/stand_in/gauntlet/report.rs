//! What became of a function at every fault.

use std::fmt;

use crate::stand_in::fault::{Class, Fault};

/// What became of a function at every fault.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) rows: Vec<Row>,
}

/// What became of a function at one fault in one of its calls.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) fault: Fault,
    pub(super) endpoint: &'static str,
    pub(super) expected: Class,
    pub(super) class: Option<Class>,
    pub(super) broken: Vec<Broken>,
}

/// What must always hold, and does not.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// It panics.
    Panics,
    /// It does not end in time.
    NeverEnds,
    /// Its error shows a secret of the call, or what the vendor said that may be one.
    SecretShown,
    /// A code or a refresh token is sent twice that can be used once: where its answer is lost, nobody knows whether it is
    /// still good.
    SentTwice,
    /// Something is sent to the host that a redirect names.
    WentElsewhere,
    /// An answer that is none, or says no, is taken for a success.
    TakenForSuccess,
    /// An answer that can be used is lost to something odd beside it.
    AnswerLost,
}

impl Report {
    /// Returns what became of it at each fault, in each call.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Checks that all holds that must.
    ///
    /// # Panics
    ///
    /// Where something does not, with each fault for which it does not.
    #[track_caller]
    pub fn assert(&self) {
        let broken: Vec<_> = self.rows.iter().filter(|row| !row.broken.is_empty()).collect();
        let told: Vec<_> = broken.iter().map(|row| format!("\n  {row}")).collect();
        assert!(
            broken.is_empty(),
            "{} of {} do not hold:{}",
            broken.len(),
            self.rows.len(),
            told.concat()
        );
    }
}

impl Row {
    /// Returns the fault.
    #[must_use]
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Returns the endpoint that was called, by the name of its function.
    #[must_use]
    pub const fn endpoint(&self) -> &'static str {
        self.endpoint
    }

    /// Returns how a good client ends.
    #[must_use]
    pub const fn expected(&self) -> Class {
        self.expected
    }

    /// Returns how this one ended; nothing where that cannot be told, because its error is of another crate.
    #[must_use]
    pub const fn class(&self) -> Option<Class> {
        self.class
    }

    /// Returns what does not hold.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`: ", self.fault, self.endpoint)?;
        match self.class {
            Some(class) => write!(f, "{class}")?,
            None => f.write_str("?")?,
        }
        write!(f, ", expected {}", self.expected)?;
        for broken in &self.broken {
            write!(f, ", {broken:?}")?;
        }
        Ok(())
    }
}
