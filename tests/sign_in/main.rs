//! Signing in without a web server: the device flow, whose clock is the test's, and the loopback listener, whose guests are
//! not all invited.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that meets the unexpected has to stop, and one that is skipped says so"
)]

mod browser;
mod device;
mod guests;
mod listener;
