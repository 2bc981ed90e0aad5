//! The device flow of RFC 8628: what the server answers first, and the polling for the token.

pub(super) mod authorization;
pub(super) mod error;
pub(super) mod flow;
