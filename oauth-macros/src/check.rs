//! Declaration to model: one rule, one function. What breaks a rule is reported and left out.

mod address;
mod api;
mod auth;
mod base;
mod body;
mod browser;
mod callback;
mod context;
mod credentials;
mod endpoint;
mod error_body;
mod fragment;
mod grant;
mod headers;
mod names;
mod parameter;
mod path;
mod permits;
mod refusal;
mod response;
mod response_headers;
mod rfc;
mod seconds;
mod token;
mod types;
mod way;
mod words;

pub(crate) use self::api::check_api;
