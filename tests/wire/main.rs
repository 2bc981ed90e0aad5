//! Bytes sent and bytes understood, vendor by vendor. Expectations are written from the vendors' documentation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to stop"
)]

mod awkward;
mod calls;
mod endpoints;
mod mastodon;
mod nutanix;
mod others;
mod standard;
mod ultracart;
mod usps;
mod voucherify;
