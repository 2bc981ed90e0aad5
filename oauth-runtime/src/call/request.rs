//! A request that has all it needs, and is not sent yet.

use std::fmt;
use std::marker::PhantomData;

use crate::call::assembly::Call;
use crate::call::encode::prepare;
#[cfg(feature = "keeper")]
use crate::call::parameters::with_values;
use crate::call::parameters::{Parameters, Values};
use crate::call::sending::Sending;
use crate::call::typestate::{Sendable, UrlOnly};
#[cfg(feature = "keeper")]
use crate::encode::json::ParameterValue;
use crate::encode::prepared::PreparedRequest;
use crate::error::{BuildError, BuildErrorKind, Error};
#[cfg(feature = "keeper")]
use crate::oauth::metadata::ServerMetadata;
#[cfg(feature = "keeper")]
use crate::oauth::token::Token;
#[cfg(feature = "keeper")]
use crate::response::read::read_json;
use crate::secret::SecretString;

/// A request whose required parameters are all set: to add what the declaration does not have, to look at it, to sign it,
/// or to send it later. A success is read as `T`.
///
/// Each request builder ends in one with `.into_request()`.
///
/// ```
/// use oauth_runtime::{Bearer, oauth_api};
///
/// #[oauth_api(base_url = "https://vendor.example", auth = bearer)]
/// pub trait Vendor {
///     /// Removes an item.
///     #[delete("/items/{id}")]
///     fn remove(id: u64);
/// }
///
/// # fn main() -> Result<(), oauth_runtime::Error> {
/// let vendor = VendorClient::new(Bearer::new("token"));
/// let request = vendor.remove().id(7).into_request().extra("force", "true");
/// let request = request.build()?;
/// assert_eq!(request.uri(), "https://vendor.example/items/7?force=true");
/// # Ok(())
/// # }
/// ```
///
/// Functions can take the requests of all endpoints:
///
/// ```
/// use oauth_runtime::{Sendable, Parameters, Request};
///
/// fn traced<P: Parameters<T, Kind: Sendable>, T>(request: Request<P, T>, id: &str) -> Request<P, T> {
///     request.extra_header("X-Request-Id", id)
/// }
/// ```
#[must_use = "a request does nothing until it is sent: end it with `.send()`"]
pub struct Request<P, T> {
    call: Call,
    parameters: Option<P>,
    response: PhantomData<fn() -> T>,
}

impl<P: Parameters<T>, T> Request<P, T> {
    pub(crate) const fn new(call: Call, parameters: Option<P>) -> Self {
        Self { call, parameters, response: PhantomData }
    }

    /// Adds a parameter that the declaration does not have, to the body or else to the query.
    ///
    /// A name that is declared is refused when the call is made.
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.call.options.push_extra(name.into(), value.into());
        self
    }

    /// Adds a header that the declaration does not have. One that is set already is refused when the call is made.
    pub fn extra_header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self
    where
        P::Kind: Sendable,
    {
        self.call.options.push_header(name.into(), value.into());
        self
    }

    /// Sends the request, as `.send()` of its builder does.
    pub fn send(self) -> Sending<T>
    where
        P::Kind: Sendable,
    {
        Sending::new(self.call, P::ENDPOINT, &Values::new(self.parameters.as_ref()), P::READ)
    }

    /// Waits, as the transport of the client does between two attempts of a call.
    #[cfg(feature = "sign-in")]
    pub(crate) fn sleep(&self, duration: std::time::Duration) -> crate::transport::SleepFuture {
        self.call.client.inner().transport().sleep(duration)
    }

    /// Sends the request of a token endpoint, whatever its type is.
    #[cfg(feature = "keeper")]
    pub(crate) fn send_for_token(self) -> Sending<Token>
    where
        P::Kind: Sendable,
    {
        let values = Values::new(self.parameters.as_ref());
        Sending::new(self.call, P::ENDPOINT, &values, read_json::<Token>)
    }

    /// What tells the logins of this request apart from those of others: API, base URL or issuer, and client.
    #[cfg(feature = "keeper")]
    pub(crate) fn names(&self) -> Vec<String> {
        let client = self.call.client.inner();
        let given = |values: &[ParameterValue<'_>]| {
            let mut given = P::ENDPOINT.parameters().iter().zip(values);
            given.find_map(|(parameter, given)| match given {
                ParameterValue::Text(text) if parameter.is("clientid") => {
                    Some(text.text().as_str().to_owned())
                }
                _ => None,
            })
        };
        let given = with_values(&Values::new(self.parameters.as_ref()), given).flatten();
        let held = self.call.options.auth().unwrap_or(client.auth());
        let client_id = given.or_else(|| held.client_id().cloned());
        let base = client.base_of(P::ENDPOINT).and_then(|base| base.url()).map(|url| url.as_str());
        let issuer = || client.metadata().map(ServerMetadata::issuer);
        let place = base.or_else(issuer).unwrap_or_default().to_owned();
        vec![client.api().name().to_owned(), place, client_id.unwrap_or_default()]
    }

    /// Encodes the request without sending it. It shows no secrets.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot be sent.
    pub fn prepare(self) -> Result<PreparedRequest, Error> {
        prepare(&self.call, P::ENDPOINT, &Values::new(self.parameters.as_ref()))
    }

    /// Returns the request without sending it: to look at it, to sign it, or for another HTTP client.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot be sent.
    pub fn build(self) -> Result<http::Request<bytes::Bytes>, Error>
    where
        P::Kind: Sendable,
    {
        self.prepare()?.into_http()
    }

    /// Returns the URL without sending anything.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot be sent.
    pub fn url(self) -> Result<url::Url, Error>
    where
        P::Kind: UrlOnly,
    {
        self.prepare().map(PreparedRequest::into_url)
    }

    /// Returns the parameters, for an implementation of the trait.
    ///
    /// # Errors
    ///
    /// None that the compiler does not tell first.
    pub fn into_parameters(self) -> Result<P, Error> {
        self.parameters
            .ok_or_else(|| BuildError::new(P::ENDPOINT.name(), BuildErrorKind::Incomplete).into())
    }
}

/// Shows client and parameters, secrets left out.
impl<P: fmt::Debug, T> fmt::Debug for Request<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("client", &self.call)
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
