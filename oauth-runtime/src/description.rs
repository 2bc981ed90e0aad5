//! The description of an API: what a declaration says, as constants that the runtime reads and tests can compare.

mod api;
mod endpoint;
mod grant;
mod parameter;
mod refusal;
mod response;
mod role;
mod scheme;

pub use api::{Api, DeclaredBase};
pub use endpoint::{BodyKind, Endpoint};
pub use grant::GrantInfo;
pub use parameter::{Literal, ParameterInfo, ParameterLocation, Requirement};
pub use refusal::Refusal;
pub use response::{ResponseKind, TimeFormat, TokenMember, TokenPlace, TokenResponse};
pub use scheme::Scheme;

pub(crate) use role::{OneTimeGrant, Role, is_word};
