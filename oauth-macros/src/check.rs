//! Declaration to model: one rule, one function. What breaks a rule is reported and left out.

mod api;
mod auth;
mod base;
mod body;
mod browser;
mod context;
mod endpoint;
mod error_body;
mod grant;
mod headers;
mod names;
mod parameter;
mod path;
mod permits;
mod response;
mod rfc;
mod seconds;
mod token;
mod types;
mod words;

pub(crate) use self::api::check_api;
