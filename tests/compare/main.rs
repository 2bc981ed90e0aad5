//! The vendors' declarations, compared with what the vendors describe.
//!
//! `descriptions/` has the OAuth part of three descriptions as data of this project: methods, paths, parameters, needs, bodies,
//! security and successes, and none of the texts.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop"
)]

mod differences;
mod vendors;
