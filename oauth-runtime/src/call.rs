//! Calls: put together from parameters and options, encoded, sent and awaited.

pub(crate) mod assembly;
pub(crate) mod authentication;
pub(crate) mod carried;
pub(crate) mod discovery;
pub(crate) mod encode;
pub(crate) mod next;
pub(crate) mod options;
pub(crate) mod parameters;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod secrets;
pub(crate) mod sending;
#[cfg(feature = "stand-in")]
pub(crate) mod told;
pub(crate) mod trace;
pub(crate) mod typestate;
