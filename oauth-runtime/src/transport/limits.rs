//! Limits of a call: how long it may take and how much may come back.

use std::time::Duration;

/// The limits of one call, given to the [`Transport`](crate::transport::Transport).
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time for the whole exchange, connection and body included. 30 seconds by default.
    pub timeout: Duration,
    /// The size of the decoded body, in bytes. 1 MiB by default.
    pub max_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(30), max_body: 1024 * 1024 }
    }
}
