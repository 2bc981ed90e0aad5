//! Tokens to declaration: spans kept, nothing judged.

mod api;
mod auth;
mod endpoint;
mod keyed;
mod parameter;
mod types;

pub(crate) use api::{Base, Declared, api};
pub(crate) use auth::Auth;
pub(crate) use endpoint::{Body, Endpoint, Grant};
pub(crate) use keyed::{ErrorType, Header};
pub(crate) use parameter::{Default, Parameter, Value};
