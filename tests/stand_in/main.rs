//! Stand-ins for the five vendors: what they take, what they refuse and why, and whole flows at them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets the unexpected has to stop, and one tells what a naive client does"
)]

mod calls;
mod flows;
mod gauntlet;
mod requests;
mod rules;
mod scripts;
mod shapes;
