//! Calls being put together: the part of a request builder that is the same for every endpoint.

use std::fmt;

use crate::__private::Answering;
use crate::api::{BodyKind, Endpoint};
use crate::auth::Credentials;
use crate::client::Client;
use crate::decode::Decode;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::json::Slot;
use crate::options::Options;
use crate::request::PreparedRequest;
use crate::secret::SecretString;
use crate::sending::Sending;
use crate::value::{Optional, Required};

/// What a request builder fills, and how it becomes a call: what generated code says of an endpoint.
pub trait Draft: Sized {
    /// The owned values of a call.
    type Parameters;

    /// What a success is read as.
    type Answer: Send + 'static;

    /// The description of the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Reads a success.
    const READ: Decode<Self::Answer>;

    /// Gives the values, where every required one was set.
    fn finish(self) -> Option<Self::Parameters>;

    /// Lends the values, in the order of the declaration.
    fn lend(parameters: &Self::Parameters, to: &mut dyn FnMut(&[Slot<'_>]));
}

/// A call being put together: its client, and what it has beyond its parameters.
///
/// It has functions in place of methods: each method that generated code calls has the compiler look through all traits of the
/// module, and a declaration has many. It is of no type parameter, and the values stand beside it: each function of a builder
/// would have the compiler take it apart anew, to know how it is dropped.
pub struct Call {
    client: Client,
    options: Options,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}

/// Begins a call.
#[must_use]
pub fn call(client: &Client) -> Call {
    Call { client: client.clone(), options: Options::default() }
}

/// Picks the content type of the body.
pub fn set_body(call: &mut Call, kind: BodyKind) {
    call.options.set_body(kind);
}

/// Notes at which entry the call began.
pub fn set_grant(call: &mut Call, grant_type: &'static str) {
    call.options.set_grant(grant_type);
}

/// Sets the credentials of the call.
pub fn set_auth(call: &mut Call, credentials: &dyn Credentials) {
    call.options.set_auth(credentials);
}

/// Adds a parameter that the declaration does not have.
pub fn add_parameter(call: &mut Call, name: impl Into<String>, value: impl Into<SecretString>) {
    call.options.push_extra(name.into(), value.into());
}

/// Adds a header that the declaration does not have.
pub fn add_header(call: &mut Call, name: impl Into<String>, value: impl Into<SecretString>) {
    call.options.push_header(name.into(), value.into());
}

/// Puts the call on its way.
pub fn begin<D: Draft>(call: Call, draft: D) -> Sending<D::Answer> {
    let parameters = draft.finish();
    let values = parameters.as_ref().map(Values::<D>);
    let values = values.as_ref().map(|values| -> &dyn Lend { values });
    Sending::new(call.client, &call.options, D::ENDPOINT, values, D::READ)
}

/// Encodes the call.
///
/// # Errors
///
/// [`Error::Build`] where a value cannot be sent.
#[allow(clippy::needless_pass_by_value, reason = "the call ends with its request")]
pub fn encode<D: Draft>(call: Call, draft: D) -> Result<PreparedRequest, Error> {
    let parameters = draft.finish();
    let values = parameters.as_ref().map(Values::<D>);
    prepare(&call, D::ENDPOINT, values.as_ref().map(|values| -> &dyn Lend { values }))
}

/// Encodes the call as a request of the crate `http`.
///
/// # Errors
///
/// [`Error::Build`] where a value cannot be sent.
pub fn encode_http<D: Draft>(call: Call, draft: D) -> Result<http::Request<bytes::Bytes>, Error> {
    encode(call, draft)?.into_http()
}

/// Encodes the call, and gives its URL.
///
/// # Errors
///
/// [`Error::Build`] where a value cannot be sent.
pub fn encode_url<D: Draft>(call: Call, draft: D) -> Result<url::Url, Error> {
    encode(call, draft).map(PreparedRequest::into_url)
}

/// Gives the values.
///
/// # Errors
///
/// [`Error::Build`] where the compiler let a required one be missing, which it does not.
pub fn values<D: Draft>(draft: D) -> Result<D::Parameters, Error> {
    draft.finish().ok_or_else(|| error(D::ENDPOINT, BuildErrorKind::Incomplete))
}

/// Makes a call that fails at once: its page is opened by a browser.
#[allow(clippy::needless_pass_by_value, reason = "the values end, and are wiped, with the call")]
pub fn refuse<D: Draft>(call: Call, draft: D) -> Sending<D::Answer> {
    drop(draft);
    Sending::failed(&call.client, D::ENDPOINT, BuildErrorKind::BrowserOnly, D::READ)
}

/// Sets a required parameter.
pub fn set<T>(parameter: &mut Option<T>, value: impl Required<T>) {
    *parameter = Some(value.into_value());
}

/// Sets an optional parameter, or unsets it.
pub fn set_optional<T>(parameter: &mut Option<T>, value: impl Optional<T>) {
    *parameter = value.into_option();
}

/// Sets a required parameter that is a list.
pub fn set_list<T>(parameter: &mut Option<Vec<T>>, values: impl IntoIterator<Item = impl Into<T>>) {
    *parameter = Some(values.into_iter().map(Into::into).collect());
}

/// Answers for a method of the seam: a client calls the vendor, and what nobody implemented says so.
#[allow(clippy::needless_pass_by_value, reason = "the values end, and are wiped, with the call")]
#[must_use]
pub fn answer<D: Draft>(
    client: Option<&Client>,
    parameters: D::Parameters,
) -> Answering<'_, D::Answer> {
    let failed = |kind| -> Answering<'_, D::Answer> {
        Box::pin(std::future::ready(Err(error(D::ENDPOINT, kind))))
    };
    match client {
        None => failed(BuildErrorKind::NotImplemented),
        Some(_) if D::ENDPOINT.answer().is_browser() => failed(BuildErrorKind::BrowserOnly),
        Some(client) => {
            let values = Values::<D>(&parameters);
            let (client, options) = (client.clone(), Options::default());
            Box::pin(Sending::new(client, &options, D::ENDPOINT, Some(&values), D::READ))
        }
    }
}

/// Shows a request builder: its client, but none of the values.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_request(f: &mut fmt::Formatter<'_>, name: &str, call: &Call) -> fmt::Result {
    f.debug_struct(name).field("client", call).finish_non_exhaustive()
}

/// Shows the parameters of a call, secrets left out.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_parameters<D: Draft>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    parameters: &D::Parameters,
) -> fmt::Result {
    show(f, name, D::ENDPOINT, &Values::<D>(parameters))
}

fn show(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    endpoint: &Endpoint,
    values: &dyn Lend,
) -> fmt::Result {
    let shown = lent(values, |slots| {
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
    });
    shown.unwrap_or(Ok(()))
}

/// Values of a call, of whatever endpoint: what is not generated is compiled once.
pub(crate) trait Lend {
    /// Lends the values, in the order of the declaration.
    fn lend(&self, to: &mut dyn FnMut(&[Slot<'_>]));
}

/// The values of a call of one endpoint.
struct Values<'a, D: Draft>(&'a D::Parameters);

impl<D: Draft> Lend for Values<'_, D> {
    fn lend(&self, to: &mut dyn FnMut(&[Slot<'_>])) {
        D::lend(self.0, to);
    }
}

/// Takes what generated code lends, which it does once.
pub(crate) fn lent<T>(values: &dyn Lend, take: impl FnOnce(&[Slot<'_>]) -> T) -> Option<T> {
    let mut take = Some(take);
    let mut taken = None;
    values.lend(&mut |slots| {
        if let Some(take) = take.take() {
            taken = Some(take(slots));
        }
    });
    taken
}

fn prepare(
    call: &Call,
    endpoint: &'static Endpoint,
    values: Option<&dyn Lend>,
) -> Result<PreparedRequest, Error> {
    let prepare = |slots: &[Slot<'_>]| {
        crate::request::prepare(call.client.inner(), endpoint, &call.options, slots)
    };
    let prepared = values.and_then(|values| lent(values, prepare));
    prepared.unwrap_or(Err(BuildErrorKind::Incomplete)).map_err(|kind| error(endpoint, kind))
}

fn error(endpoint: &Endpoint, kind: BuildErrorKind) -> Error {
    BuildError::new(endpoint.name(), kind).into()
}

/// The methods that every request has that is sent, whatever its endpoint.
#[doc(hidden)]
#[macro_export]
macro_rules! __options_of_a_call {
    () => {
        $crate::__extra_parameters!();

        /// Adds a header that the declaration does not have. One that is set already is refused when the call is made.
        pub fn extra_header(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<$crate::SecretString>,
        ) -> Self {
            $crate::__private::add_header(&mut self.call, name, value);
            self
        }
    };
}

/// The method that adds what the declaration does not have.
#[doc(hidden)]
#[macro_export]
macro_rules! __extra_parameters {
    () => {
        /// Adds a parameter that the declaration does not have, to the body or else to the query.
        ///
        /// A name that is declared is refused when the call is made.
        pub fn extra(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<$crate::SecretString>,
        ) -> Self {
            $crate::__private::add_parameter(&mut self.call, name, value);
            self
        }
    };
}
