//! What holds of a declaration: every question that the expansion asks has an answer here.

mod api;
mod auth;
mod endpoint;
mod parameter;

pub(crate) use self::api::{Api, Base, NamedUrl};
pub(crate) use self::auth::{Alternatives, CredentialsKind, Scheme, variant};
pub(crate) use self::endpoint::{Body, Endpoint, Grant, Refusal, Response, Token, TokenPlace, Way};
pub(crate) use self::parameter::{Location, Need, Parameter, Value, WrittenBy, is_taken};
