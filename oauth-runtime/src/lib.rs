//! The runtime of `#[oauth_api]`.

#[doc(hidden)]
pub mod __private;
mod api;
mod auth;
mod base;
mod callback;
mod challenge;
mod client;
mod deviation;
mod error;
mod form;
mod json;
pub mod lenient;
mod limits;
mod open_enum;
mod options;
mod path;
mod pkce;
mod printable;
mod random;
mod redact;
mod redirect;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry_after;
mod scope;
mod secret;
mod sending;
mod state;
mod token;
mod transport;
mod value;
