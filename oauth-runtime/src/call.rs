//! Calls being put together: the part of a request builder that is the same for every endpoint.

use std::fmt;
use std::marker::PhantomData;

use crate::__private::Answering;
use crate::api::{BodyKind, Endpoint};
use crate::auth::Credentials;
use crate::client::Client;
use crate::decode::Decode;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::json::Slot;
use crate::options::Options;
use crate::request::{self, PreparedRequest};
use crate::sending::Sending;
use crate::typestate::FitsIntoUrl;
use crate::unsent::Request;
use crate::value::{Optional, Required};

/// The parameters of one call of an endpoint. `oauth_api` implements it for what it generates, and nobody else does.
///
/// A success is read as `T`.
pub trait Parameters<T>: fmt::Debug + Sized {
    /// What kind of request they make: [`WithBody`](crate::WithBody), [`WithoutBody`](crate::WithoutBody) or
    /// [`Page`](crate::Page).
    type Kind;

    /// The description of the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Reads a success.
    #[doc(hidden)]
    const READ: Decode<T>;

    /// Lends the values, in the order of the declaration.
    #[doc(hidden)]
    fn lend(&self, to: &mut Borrower<'_>);
}

/// Whoever takes the values of a call. For generated code a function costs the compiler less than a closure.
pub struct Borrower<'a>(&'a mut dyn FnMut(&[Slot<'_>]));

impl fmt::Debug for Borrower<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Borrower").finish_non_exhaustive()
    }
}

/// Lends the values of a call.
pub fn lend(to: &mut Borrower<'_>, slots: &[Slot<'_>]) {
    (to.0)(slots);
}

/// A call being put together: its client, and what it has beyond its parameters.
///
/// It has functions in place of methods: each method that generated code calls has the compiler look through all traits of the
/// module, and a declaration has many. It is of no type parameter, and the values stand beside it: each function of a builder
/// would have the compiler take it apart anew, to know how it is dropped.
pub struct Call {
    pub(crate) client: Client,
    pub(crate) options: Options,
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

/// Puts the call on its way.
#[allow(clippy::needless_pass_by_value, reason = "the values end, and are wiped, with the call")]
pub fn begin<P: Parameters<T>, T>(call: Call, parameters: Option<P>) -> Sending<T> {
    // What is of the parameters' type is compiled for each endpoint: no more than this.
    Sending::new(call, P::ENDPOINT, &Values::new(parameters.as_ref()), P::READ)
}

/// Ends the builder with its request.
pub const fn complete<P: Parameters<T>, T>(call: Call, parameters: Option<P>) -> Request<P, T> {
    Request::new(call, parameters)
}

/// Encodes the call of a page, and gives its URL.
///
/// # Errors
///
/// [`Error::Build`] where a value cannot be sent.
pub fn encode_url<P: Parameters<T, Kind: FitsIntoUrl>, T>(
    call: Call,
    parameters: Option<P>,
) -> Result<url::Url, Error> {
    complete(call, parameters).url()
}

/// Makes a call that fails at once: its page is opened by a browser.
#[allow(clippy::needless_pass_by_value, reason = "the values end, and are wiped, with the call")]
pub fn refuse<P: Parameters<T>, T>(call: Call, parameters: Option<P>) -> Sending<T> {
    drop(parameters);
    Sending::failed(&call.client, P::ENDPOINT, BuildErrorKind::BrowserOnly, P::READ)
}

/// Sets a required parameter.
pub fn set<T>(parameter: &mut Option<T>, value: impl Required<T>) {
    *parameter = Some(value.into_value());
}

/// Sets a required parameter that is given as it is.
pub fn set_value<T>(parameter: &mut Option<T>, value: T) {
    *parameter = Some(value);
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
pub fn answer<P: Parameters<T>, T: Send + 'static>(
    client: Option<&Client>,
    parameters: P,
) -> Answering<'_, T> {
    answered(client, P::ENDPOINT, &Values::new(Some(&parameters)), P::READ)
}

fn answered<T: Send + 'static>(
    client: Option<&Client>,
    endpoint: &'static Endpoint,
    values: &dyn Lend,
    read: Decode<T>,
) -> Answering<'static, T> {
    let kind = match client {
        None => BuildErrorKind::NotImplemented,
        Some(_) if endpoint.answer().is_browser() => BuildErrorKind::BrowserOnly,
        Some(client) => return Box::pin(Sending::new(call(client), endpoint, values, read)),
    };
    Box::pin(std::future::ready(Err(error(endpoint, kind))))
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
pub fn debug_parameters<P: Parameters<T>, T>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    parameters: &P,
) -> fmt::Result {
    show(f, name, P::ENDPOINT, &Values::new(Some(parameters)))
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
    fn lend(&self, to: &mut Borrower<'_>);
}

/// The values of a call of one endpoint, unless one is missing: then nothing is lent.
pub(crate) struct Values<'a, P, T>(Option<&'a P>, PhantomData<fn() -> T>);

impl<'a, P: Parameters<T>, T> Values<'a, P, T> {
    pub(crate) const fn new(parameters: Option<&'a P>) -> Self {
        Self(parameters, PhantomData)
    }
}

impl<P: Parameters<T>, T> Lend for Values<'_, P, T> {
    fn lend(&self, to: &mut Borrower<'_>) {
        if let Some(parameters) = self.0 {
            parameters.lend(to);
        }
    }
}

/// Takes what generated code lends, which it does once.
pub(crate) fn lent<T>(values: &dyn Lend, take: impl FnOnce(&[Slot<'_>]) -> T) -> Option<T> {
    let mut take = Some(take);
    let mut taken = None;
    values.lend(&mut Borrower(&mut |slots| {
        if let Some(take) = take.take() {
            taken = Some(take(slots));
        }
    }));
    taken
}

/// Encodes a call.
pub(crate) fn prepare(
    call: &Call,
    endpoint: &'static Endpoint,
    values: &dyn Lend,
) -> Result<PreparedRequest, Error> {
    let prepare =
        |slots: &[Slot<'_>]| request::prepare(call.client.inner(), endpoint, &call.options, slots);
    let prepared = lent(values, prepare);
    prepared.unwrap_or(Err(BuildErrorKind::Incomplete)).map_err(|kind| error(endpoint, kind))
}

pub(crate) fn error(endpoint: &Endpoint, kind: BuildErrorKind) -> Error {
    BuildError::new(endpoint.name(), kind).into()
}
