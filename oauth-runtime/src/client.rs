//! Clients: where an API lives, who calls it and how.

pub(crate) mod awaited;
pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod credentials;
pub(crate) mod retry;
pub(crate) mod shared;
