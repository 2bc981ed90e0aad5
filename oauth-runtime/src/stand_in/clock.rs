//! The time of the vendor, which passes when the test says so.

use std::time::{Duration, SystemTime};

/// The time of the vendor: it stands still unless it is advanced.
pub(crate) struct Clock(SystemTime);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(crate::clock::now())
    }

    pub(crate) const fn now(&self) -> SystemTime {
        self.0
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.0 = self.0.checked_add(by).unwrap_or(self.0);
    }
}
