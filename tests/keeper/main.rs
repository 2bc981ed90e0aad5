//! What a keeper of tokens promises: one exchange whoever asks, no login lost, nothing sent in doubt.
//!
//! The vendor of these tests counts exchanges, alarms (a spent refresh token seen again) and sign-ins. Time is tokio's, which is
//! paused, unless there are real processes. The names of twelve tests begin with their numbers in `SECURITY.md`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unreachable,
    reason = "a test that meets the unexpected has to stop, and some tell their figures"
)]

mod answers;
mod bearer;
mod cost;
mod doubt;
mod faulty;
mod kept;
mod model;
mod processes;
mod redis_server;
mod secrets;
mod stopped;
mod stores;
mod vendor;
