//! OAuth clients for five vendors.

pub mod mastodon;
pub mod voucherify;
