//! Properties: whatever text is given, a decoder of another make reads back what was given, or the call is refused with
//! the documented error.
//!
//! `PROPTEST_CASES` sets how many texts are tried, 256 by default.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop"
)]

mod credentials;
mod decoders;
mod places;
mod texts;
mod tokens;
mod words;
