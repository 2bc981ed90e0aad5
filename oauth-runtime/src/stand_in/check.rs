//! Whether an answer that a test gives is one of its endpoint.

use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::call::parameters::Parameters;
use crate::description::{Endpoint, ResponseKind};
use crate::error::Error;
use crate::oauth::lenient;
use crate::response::classify::{CallContext, Reply};
use crate::response::read::{
    Decode, read_json, read_nothing, read_redirect, read_redirect_or_json, read_redirect_or_nothing,
};
use crate::secret::SecretString;
use crate::secret::redact::Secrets;

/// Reads a response as the client would, as far as the description tells how.
pub(crate) type Check = fn(&'static Endpoint, http::Response<Bytes>) -> Result<(), Error>;

/// By the description: status, JSON, the facts of a token, an error inside a success. The type of the answer is not known.
pub(crate) fn by_description(
    endpoint: &'static Endpoint,
    response: http::Response<Bytes>,
) -> Result<(), Error> {
    let is_empty = response.body().is_empty();
    match endpoint.response() {
        ResponseKind::Browser => Ok(()),
        ResponseKind::Nothing | ResponseKind::Text | ResponseKind::Bytes => {
            by(endpoint, response, read_nothing)
        }
        ResponseKind::JsonOrNothing if is_empty => by(endpoint, response, read_nothing),
        // A token at a place of the vendor's own is found by the first reading.
        ResponseKind::Json if endpoint.token().is_some_and(|it| it.places().is_empty()) => {
            by(endpoint, response.clone(), read_json::<Value>)?;
            by(endpoint, response, read_json::<WithToken>)
        }
        ResponseKind::Json | ResponseKind::JsonOrNothing => {
            by(endpoint, response, read_json::<Value>)
        }
        ResponseKind::Redirect => by(endpoint, response, read_redirect),
        ResponseKind::RedirectOrNothing => by(endpoint, response, read_redirect_or_nothing),
        ResponseKind::RedirectOrJsonOrNothing if is_empty => {
            by(endpoint, response, read_redirect_or_nothing)
        }
        ResponseKind::RedirectOrJson | ResponseKind::RedirectOrJsonOrNothing => {
            by(endpoint, response, read_redirect_or_json::<Value>)
        }
    }
}

/// What every answer of a token endpoint has.
#[derive(Deserialize)]
struct WithToken {
    #[serde(rename = "access_token", deserialize_with = "lenient::access_token")]
    _access_token: SecretString,
}

/// By the endpoint's own reader.
pub(crate) fn by_reader<P: Parameters<T>, T>(
    endpoint: &'static Endpoint,
    response: http::Response<Bytes>,
) -> Result<(), Error> {
    by(endpoint, response, P::READ)
}

fn by<T>(
    endpoint: &'static Endpoint,
    response: http::Response<Bytes>,
    read: Decode<T>,
) -> Result<(), Error> {
    // A refusal of the vendor is an answer of it, too.
    if response.status().is_client_error() || response.status().is_server_error() {
        return Ok(());
    }
    let Ok(url) = Url::parse("https://stand-in.example/") else { return Ok(()) };
    let context = CallContext {
        endpoint,
        url: Arc::new(url),
        one_time: None,
        strict: false,
        secrets: Secrets::default(),
    };
    match Reply::classify(response, context).and_then(read) {
        // So is one inside a success.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
