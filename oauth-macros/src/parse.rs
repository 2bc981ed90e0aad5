//! Tokens to declaration: spans kept, nothing judged.

mod answer;
mod api;
mod auth;
mod declared;
mod endpoint;
mod grant;
mod input;
mod keyed;
mod parameter;
mod route;
mod trait_head;
mod types;
mod values;

pub(crate) use self::answer::{
    DeclaredLiteral, DeclaredMember, DeclaredReason, DeclaredRefusal, DeclaredToken, DeclaredWay,
};
pub(crate) use self::api::parse_api;
pub(crate) use self::auth::DeclaredAuth;
pub(crate) use self::declared::{
    DeclaredApi, DeclaredBase, DeclaredDefault, DeclaredEndpoint, DeclaredGrant, DeclaredParameter,
    DeclaredPath, DeclaredPlace, DeclaredValue, DefaultKind, Target,
};
pub(crate) use self::values::{
    CallbackName, DeclaredBody, DeclaredResponseHeader, DeclaredUrl, ErrorType, Header, NamedUrls,
};
