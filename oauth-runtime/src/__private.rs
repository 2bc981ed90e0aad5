//! The only door for generated code. No promises: what is here may change in any release.

use std::fmt;
use std::pin::Pin;

pub use oauth_macros::known_values;
pub use serde;

pub use crate::call::assembly::Call;
pub use crate::call::next::{NEXT, NEXT_OF_PAGE};
pub use crate::call::parameters::Visitor;
pub use crate::call::typestate::{Browser, Missing, Set, State, WithBody, WithoutBody};
pub use crate::client::credentials::{AuthHeaders, NoCredentials};
pub use crate::client::shared::Client;
pub use crate::description::{
    Api, BodyKind, CallbackNames, DeclaredBase, Endpoint, EndpointBase, GrantInfo, ListStyle,
    Literal, NamedBase, ParameterInfo, ParameterLocation, Refusal, Requirement, ResponseHeaderInfo,
    ResponseKind, Scheme, TimeFormat, TokenMember, TokenPlace, TokenResponse,
};
pub use crate::encode::json::ParameterValue;
pub use crate::error::error_body::is_error_body;
pub use crate::header::response_header;
pub use crate::oauth::open_enum::support as open_enum;
pub use crate::oauth::pkce::Pkce;
pub use crate::response::raw::{read_optional, read_raw, read_redirect_or_optional};
pub use crate::response::read::{
    Decode, read_json, read_nothing, read_redirect, read_redirect_or_json, read_redirect_or_nothing,
};
pub use crate::secret::SecretString;

use crate::call::parameters::{AnyValues, Parameters, Values, with_values};
use crate::call::request::Request;
use crate::call::sending::Sending;
use crate::call::typestate::UrlOnly;
use crate::client::base_url::BaseUrl;
use crate::client::credentials::Credentials;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::oauth::metadata::ServerMetadata;
use crate::secret::redact::REDACTED;
use crate::value::{Optional, Required};

/// What a method of the trait of an API gives back.
pub type EndpointFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Begins a call.
#[must_use]
pub fn call(client: &Client) -> Call {
    Call::new(client.clone())
}

/// Returns what is known of the server.
#[must_use]
pub fn metadata(client: &Client) -> &ServerMetadata {
    client.inner().known()
}

/// Returns the base URL of an environment, which other bases of the API have as well.
#[must_use]
pub fn base_url_of(url: &str, environment: &'static str) -> BaseUrl {
    BaseUrl::of_environment(url, environment)
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
pub fn encode_url<P: Parameters<T, Kind: UrlOnly>, T>(
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

/// Shows the visitor the values of a call.
pub fn visit(visitor: &mut Visitor<'_>, values: &[ParameterValue<'_>]) {
    visitor.visit(values);
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

/// Answers for a method of the trait: a client calls the vendor, and a method that nobody overrides says so.
#[allow(clippy::needless_pass_by_value, reason = "the values end, and are wiped, with the call")]
#[must_use]
pub fn answer<P: Parameters<T>, T: Send + 'static>(
    client: Option<&Client>,
    parameters: P,
) -> EndpointFuture<'_, T> {
    answered(client, P::ENDPOINT, &Values::new(Some(&parameters)), P::READ)
}

fn answered<T: Send + 'static>(
    client: Option<&Client>,
    endpoint: &'static Endpoint,
    values: &dyn AnyValues,
    read: Decode<T>,
) -> EndpointFuture<'static, T> {
    let kind = match client {
        None => BuildErrorKind::NotImplemented,
        Some(_) if endpoint.response().is_browser() => BuildErrorKind::BrowserOnly,
        Some(client) => return Box::pin(Sending::new(call(client), endpoint, values, read)),
    };
    let error = BuildError::new(endpoint.name(), kind).into();
    Box::pin(std::future::ready(Err(error)))
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
    values: &dyn AnyValues,
) -> fmt::Result {
    let shown = with_values(values, |values| {
        let mut shown = f.debug_struct(name);
        for (parameter, value) in endpoint.parameters().iter().zip(values) {
            match value {
                ParameterValue::Absent => {}
                ParameterValue::Text(_) | ParameterValue::List(_) if value.is_secret(parameter) => {
                    shown.field(parameter.name(), &format_args!("{REDACTED}"));
                }
                ParameterValue::Text(value) => {
                    shown.field(parameter.name(), &value.text().as_str());
                }
                ParameterValue::List(list) => {
                    let mut texts = Vec::new();
                    list.for_each(&mut |item| texts.push(item.as_str().to_owned()));
                    shown.field(parameter.name(), &texts);
                }
                ParameterValue::Json(_) => {
                    shown.field(parameter.name(), &format_args!("{{..}}"));
                }
            }
        }
        shown.finish()
    });
    shown.unwrap_or(Ok(()))
}
