//! What holds of a declaration: every question that the expansion asks has an answer here.

mod api;
mod auth;
mod callback;
mod endpoint;
mod parameter;
mod response_header;

pub(crate) use self::api::{Api, Base, NamedUrl};
pub(crate) use self::auth::{Alternatives, CredentialsKind, Scheme, variant};
pub(crate) use self::callback::CallbackNames;
pub(crate) use self::endpoint::{Body, Endpoint, Grant, Response, Token};
pub(crate) use self::parameter::{
    ListStyle, Location, Need, Parameter, Value, WrittenBy, is_taken,
};
pub(crate) use self::response_header::ResponseHeader;
