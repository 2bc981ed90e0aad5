//! Responses: classified by what their endpoint declares, and read.

pub(crate) mod classify;
pub(crate) mod head;
pub(crate) mod raw;
pub(crate) mod read;
pub(crate) mod redirect;
pub(crate) mod retry_after;
pub(crate) mod success;
pub(crate) mod text;
#[cfg(feature = "keeper")]
pub(crate) mod unread;
