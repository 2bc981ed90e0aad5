//! The nouns of the RFCs: tokens and scopes, callbacks and challenges, PKCE and `state`.

pub(crate) mod callback;
pub(crate) mod challenge;
pub(crate) mod deviation;
mod forward;
pub mod lenient;
pub(crate) mod metadata;
pub(crate) mod moment;
pub(crate) mod open_enum;
pub(crate) mod pkce;
pub(crate) mod place;
pub(crate) mod reader;
pub(crate) mod scope;
pub(crate) mod state;
pub(crate) mod token;
pub(crate) mod visible;
