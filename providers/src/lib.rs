//! OAuth clients for five vendors, each declared with [`oauth_api`](oauth_runtime::oauth_api) from the vendor's own page, and
//! for any server that keeps to the RFCs: `standard`.
#![cfg_attr(
    all(
        feature = "mastodon",
        feature = "nutanix",
        feature = "ultracart",
        feature = "usps",
        feature = "voucherify"
    ),
    doc = include_str!("endpoints.md")
)]
//!
//! # Features
//!
//! One per vendor, all on by default: `mastodon`, `nutanix`, `ultracart`, `usps`, `voucherify`, and `standard`. Each stands
//! alone.
//! `reqwest` (default) and `tracing` are those of `oauth-runtime`.

#[cfg(feature = "mastodon")]
pub mod mastodon;
#[cfg(feature = "nutanix")]
pub mod nutanix;
#[cfg(feature = "standard")]
pub mod standard;
#[cfg(feature = "ultracart")]
pub mod ultracart;
#[cfg(feature = "usps")]
pub mod usps;
#[cfg(feature = "voucherify")]
pub mod voucherify;
