//! OAuth clients for five vendors.

pub mod mastodon;
pub mod nutanix;
pub mod voucherify;
