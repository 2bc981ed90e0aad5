//! What every call does, whichever vendor it goes to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop"
)]

mod addresses;
mod authentication;
mod bad_input;
mod client_credentials;
mod concurrency;
mod discovery;
mod errors;
mod fake_vendor;
mod invented;
mod one_time;
mod options;
mod own_words;
mod pkce;
mod promises;
mod retry;
mod token;
mod traces;
