//! Declaration to model: one rule, one function. What breaks a rule is reported and left out.

mod api;
mod auth;
mod body;
mod endpoint;
mod grant;
mod parameter;
mod path;
mod response;
mod rfc;
mod token;
mod types;
mod words;

pub(crate) use api::api;
