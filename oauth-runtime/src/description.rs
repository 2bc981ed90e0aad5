//! The description of an API: what a declaration says, as constants that the runtime reads and tests can compare.

mod address;
mod api;
mod callback;
mod endpoint;
mod grant;
mod list;
mod parameter;
mod refusal;
mod response;
mod response_header;
mod role;
mod scheme;

pub use address::EndpointBase;
pub use api::{Api, DeclaredBase, NamedBase};
pub use callback::CallbackNames;
pub use endpoint::{BodyKind, Endpoint};
pub use grant::GrantInfo;
pub use list::ListStyle;
pub use parameter::{Literal, ParameterInfo, ParameterLocation, Requirement};
pub use refusal::Refusal;
pub use response::{ResponseKind, TimeFormat, TokenMember, TokenPlace, TokenResponse};
pub use response_header::ResponseHeaderInfo;
pub use scheme::Scheme;

pub(crate) use role::{OneTimeGrant, Role, is_word};
