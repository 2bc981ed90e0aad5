//! What holds of a declaration: every question that the expansion asks has an answer here.

mod api;
mod auth;
mod callback;
mod endpoint;
mod parameter;
mod response_header;

pub(crate) use self::api::{Api, Base, NamedBase, NamedUrl};
pub(crate) use self::auth::{
    Alternatives, Credential, CredentialsKind, Scheme, credentials, is_same, variant,
};
pub(crate) use self::callback::CallbackNames;
pub(crate) use self::endpoint::{
    Body, Endpoint, EndpointBase, Grant, Refusal, Response, Token, TokenPlace, Way,
};
pub(crate) use self::parameter::{
    Filled, ListStyle, Location, Need, Parameter, Value, WrittenBy, is_taken,
};
pub(crate) use self::response_header::ResponseHeader;
