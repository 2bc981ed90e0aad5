//! Bytes sent and bytes understood, vendor by vendor. Expectations are written from the vendors' documentation.

mod mastodon;
