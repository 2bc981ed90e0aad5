//! The description of an API: what a declaration says, as constants that the runtime reads and tests can compare.

mod address;
mod api;
mod endpoint;
mod grant;
mod parameter;
mod response;
mod role;
mod scheme;

pub use address::EndpointBase;
pub use api::{Api, DeclaredBase, NamedBase};
pub use endpoint::{BodyKind, Endpoint};
pub use grant::GrantInfo;
pub use parameter::{Literal, ParameterInfo, ParameterLocation, Requirement};
pub use response::{ResponseKind, TokenResponse};
pub use scheme::Scheme;

pub(crate) use role::{OneTimeGrant, Role, is_word};
