//! The loopback listener: a port of this machine on which the callback of an authorization arrives.

pub(super) mod builder;
mod connection;
mod desk;
pub(super) mod error;
pub(super) mod loopback;
mod pages;
