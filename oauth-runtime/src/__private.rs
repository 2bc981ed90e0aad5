//! The only door for generated code. No promises: what is here may change in any release.

use std::pin::Pin;

pub use serde;

pub use crate::api::BodyKind;
pub use crate::auth::{NoCredentials, Prepared};
pub use crate::call::{
    Borrower, Call, answer, begin, call, complete, debug_parameters, debug_request, encode_url,
    lend, refuse, set, set_auth, set_body, set_grant, set_list, set_optional, set_value,
};
pub use crate::client::Client;
pub use crate::decode::Decode;
pub use crate::open_enum::support as open_enum;
pub use crate::pkce::Pkce;
pub use crate::secret::SecretString;
pub use crate::typestate::State;

use crate::error::Error;

/// What a method of the seam gives back.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;
