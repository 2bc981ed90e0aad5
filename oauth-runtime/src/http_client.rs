//! The default transport: reqwest.

use std::error::Error as _;

use bytes::{Bytes, BytesMut};
use reqwest::Client;

use crate::error::{Delivery, TransportError, TransportErrorKind};
use crate::limits::Limits;
use crate::request::PreparedRequest;

/// Finishes a client builder: no redirects, no repeating.
pub(crate) fn finish(builder: reqwest::ClientBuilder) -> Result<Client, reqwest::Error> {
    builder.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never()).build()
}

/// Sends a request once and reads the answer up to the limit.
pub(crate) async fn send(
    client: Client,
    request: PreparedRequest,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut request = request.into_reqwest();
    *request.timeout_mut() = Some(limits.timeout);
    let asked = request.url().clone();
    let mut response = client.execute(request).await.map_err(failed)?;
    if *response.url() != asked {
        return Err(TransportError::new(TransportErrorKind::Redirected, Delivery::Answered));
    }
    let too_large = || TransportError::new(TransportErrorKind::TooLarge, Delivery::Answered);
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limits.max_body {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > limits.max_body {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    let mut answer = http::Response::new(body.freeze());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}

/// Tells the kinds of failure apart. The URL is taken off: its query may hold a secret.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, delivery) = if error.is_connect() {
        let kind = if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            crate::tls::reason(&error).map_or(TransportErrorKind::Connect, TransportErrorKind::Tls)
        };
        (kind, Delivery::NotSent)
    } else if error.is_builder() {
        (TransportErrorKind::Other, Delivery::NotSent)
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, Delivery::Ambiguous)
    } else if is_unstarted(&error) {
        (TransportErrorKind::Closed, Delivery::NotSent)
    } else if is_broken_http(&error) {
        (TransportErrorKind::Protocol, Delivery::Ambiguous)
    } else if error.is_request() || error.is_body() || error.is_decode() {
        (TransportErrorKind::Closed, Delivery::Ambiguous)
    } else {
        (TransportErrorKind::Other, Delivery::Ambiguous)
    };
    TransportError::new(kind, delivery).with_source(error)
}

/// Tells whether the connection was at its end before anything of the request was written: hyper gave it back whole.
fn is_unstarted(error: &reqwest::Error) -> bool {
    of_hyper(error).is_some_and(hyper::Error::is_canceled)
}

/// Tells whether what came is not HTTP: a head that cannot be read, or chunks without a size.
fn is_broken_http(error: &reqwest::Error) -> bool {
    of_hyper(error)
        .is_some_and(|error| error.is_parse() || error.source().is_some_and(is_invalid_data))
}

/// Finds what hyper says among the causes.
fn of_hyper(error: &reqwest::Error) -> Option<&hyper::Error> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        source = error.source();
    }
    None
}

fn is_invalid_data(error: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput};

    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| matches!(error.kind(), InvalidData | InvalidInput))
}
