//! Canaries: a value of its own in every secret place of every endpoint, looked for in everything that can be printed
//! and in everything that any crate tells `tracing` or `log`.
//!
//! A place that is declared secret and has no canary fails the test: what has to be planted is read from the
//! declarations and models.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop, and this one tells what it looked at"
)]

mod calls;
mod canary;
mod echo;
mod kept;
mod others;
mod places;
mod tls;
