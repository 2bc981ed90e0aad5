//! The stand-in as a transport: calls reach it without a socket.

use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Delivery, TransportError, TransportErrorKind};
use crate::stand_in::fault::Class;
use crate::stand_in::fault::wire::Form;
use crate::stand_in::shared::{Reaction, Shared};
use crate::transport::timer;
use crate::transport::{Limits, Transport, TransportFuture};

/// Carries calls to the stand-in.
pub(crate) struct InProcess(pub(crate) Arc<Shared>);

impl Transport for InProcess {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        let reaction = self.0.react(request);
        Box::pin(carried(reaction, limits))
    }
}

/// What the client is given. Bytes that are no HTTP are what a good HTTP client makes of them.
async fn carried(
    reaction: Reaction,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    let failed = |kind, delivery| Err(TransportError::new(kind, delivery));
    let Reaction { wire, class } = reaction;
    if wire.wait >= limits.timeout || class == Class::Timeout {
        timer::sleep(limits.timeout).await;
        return failed(TransportErrorKind::Timeout, Delivery::Ambiguous);
    }
    if !wire.wait.is_zero() {
        timer::sleep(wire.wait).await;
    }
    match (wire.form, class) {
        (Form::Response(response), _) => Ok(response),
        (_, Class::Protocol) => failed(TransportErrorKind::Protocol, Delivery::Ambiguous),
        (_, Class::TooLarge) => failed(TransportErrorKind::TooLarge, Delivery::Answered),
        (Form::Raw { bytes, .. }, Class::Value | Class::Malformed) => Ok(read(&bytes)),
        _ => failed(TransportErrorKind::Closed, Delivery::Ambiguous),
    }
}

/// What an HTTP client reads of an answer whose body has a length, chunks, or neither.
fn read(bytes: &[u8]) -> http::Response<Bytes> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let (head, body) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let body = if head.contains("transfer-encoding: chunked") {
        let size = body.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let length = std::str::from_utf8(size).ok();
        let length = length.and_then(|it| usize::from_str_radix(it, 16).ok()).unwrap_or(0);
        body.get(size.len() + 2..size.len() + 2 + length).unwrap_or_default()
    } else if let Some((_, rest)) = head.split_once("content-length: ") {
        let length = rest.split('\r').next().and_then(|it| it.parse().ok()).unwrap_or(0);
        body.get(..length).unwrap_or(body)
    } else {
        body
    };
    let mut response = http::Response::new(Bytes::copy_from_slice(body));
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    response
}
