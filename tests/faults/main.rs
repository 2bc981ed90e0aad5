//! Servers that misbehave, each against every endpoint: what a caller is told, how many requests arrived, and that no
//! secret is shown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop, and this one tells its matrix"
)]

mod carriers;
mod endless;
mod endpoints;
mod matrix;
mod models;
mod oddities;
mod outcome;
mod placed;
mod random;
mod raw;
mod refusals;
mod resend;
mod servers;
mod texts;
mod tls;
mod tokens;
