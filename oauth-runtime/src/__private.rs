//! The only door for generated code. No promises: what is here may change in any release.

use std::fmt;
use std::pin::Pin;

pub use bytes::Bytes;
pub use http::{Method, Request};
pub use serde;
pub use url::Url;

pub use crate::api::{
    AnswerKind, Api, Base, BodyKind, Endpoint, GrantInfo, Literal, Location, Need, ParameterInfo,
    Scheme,
};
pub use crate::auth::{NoCredentials, Prepared};
pub use crate::client::Client;
pub use crate::json::{JsonParameter, Slot};
pub use crate::open_enum::support as open_enum;
pub use crate::pkce::Pkce;
pub use crate::request::PreparedRequest;
pub use crate::response::{ErrorBody, JsonAnswer};
pub use crate::secret::SecretString;
pub use crate::sending::{Sending, SendingWithMeta};
pub use crate::typestate::State;
pub use crate::value::Parameter;

use crate::auth::Credentials;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::options::Options;
use crate::response::Decode;

/// Keeps what only the feature `reqwest` has.
#[cfg(feature = "reqwest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_reqwest {
    ($($item:tt)*) => { $($item)* };
}

/// Leaves out what only the feature `reqwest` has.
#[cfg(not(feature = "reqwest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_reqwest {
    ($($item:tt)*) => {};
}

/// What a method of the seam gives back.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Answers for a method of the seam that nobody implemented.
#[must_use]
pub fn not_implemented<'a, P, T: Send + 'a>(
    parameters: P,
    endpoint: &'static Endpoint,
) -> Answering<'a, T> {
    drop(parameters);
    let error = BuildError::new(endpoint.name(), BuildErrorKind::NotImplemented);
    Box::pin(std::future::ready(Err(error.into())))
}

/// Answers for the method of an endpoint that only a browser can call.
#[must_use]
pub fn browser_only<'a, P, T: Send + 'a>(
    parameters: P,
    endpoint: &'static Endpoint,
) -> Answering<'a, T> {
    drop(parameters);
    let error = BuildError::new(endpoint.name(), BuildErrorKind::BrowserOnly);
    Box::pin(std::future::ready(Err(error.into())))
}

/// The part of a request builder that is the same for every endpoint.
pub struct Call {
    client: Client,
    endpoint: &'static Endpoint,
    options: Options,
}

impl Call {
    #[must_use]
    pub fn new(client: &Client, endpoint: &'static Endpoint) -> Self {
        Self { client: client.clone(), endpoint, options: Options::default() }
    }

    pub fn body(&mut self, kind: BodyKind) {
        self.options.set_body(kind);
    }

    pub fn grant(&mut self, grant_type: &'static str) {
        self.options.set_grant(grant_type);
    }

    #[cfg(feature = "reqwest")]
    pub fn retry(&mut self, retry: crate::Retry) {
        self.options.set_retry(retry);
    }

    pub fn timeout(&mut self, timeout: std::time::Duration) {
        self.options.set_timeout(timeout);
    }

    pub fn auth(&mut self, credentials: &dyn Credentials) {
        self.options.set_auth(credentials);
    }

    pub fn extra(&mut self, name: impl Into<String>, value: impl Into<SecretString>) {
        self.options.push_extra(name.into(), value.into());
    }

    pub fn extra_header(&mut self, name: impl Into<String>, value: impl Into<SecretString>) {
        self.options.push_header(name.into(), value.into());
    }

    /// Encodes the call.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot be sent.
    pub fn prepare(&self, slots: &[Slot<'_>]) -> Result<PreparedRequest, Error> {
        crate::request::prepare(self.client.inner(), self.endpoint, &self.options, slots)
            .map_err(|kind| BuildError::new(self.endpoint.name(), kind).into())
    }

    /// Puts the call on its way.
    pub fn send<T>(self, slots: &[Slot<'_>], decode: Decode<T>) -> Sending<T> {
        Sending::new(self.client, &self.options, self.endpoint, slots, decode)
    }

    /// Tells that a required parameter is missing, where the compiler could not.
    #[must_use]
    pub fn missing(&self, parameter: &'static str) -> Error {
        BuildError::new(self.endpoint.name(), BuildErrorKind::MissingParameter { parameter }).into()
    }

    /// Makes a call that fails at once.
    pub fn not_sent<T>(self, missing: &'static str, decode: Decode<T>) -> Sending<T> {
        Sending::failed(&self.client, self.endpoint, self.missing(missing), decode)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}

/// Shows the parameters of a call, secrets left out.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    endpoint: &Endpoint,
    slots: &[Slot<'_>],
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (parameter, slot) in endpoint.parameters().iter().zip(slots) {
        match slot {
            Slot::Absent => {}
            Slot::Text(_) if slot.is_secret(parameter) => {
                shown.field(parameter.name(), &format_args!("{}", crate::redact::REDACTED));
            }
            Slot::Text(value) => {
                shown.field(parameter.name(), &value.text().as_str());
            }
            Slot::Json(_) => {
                shown.field(parameter.name(), &format_args!("{{..}}"));
            }
        }
    }
    shown.finish()
}
