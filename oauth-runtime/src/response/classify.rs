//! The status of a response, classified by what the endpoint declares.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::clock;
use crate::description::{Endpoint, OneTimeGrant};
use crate::error::{Error, ErrorResponse, Received, UnexpectedReason, UnexpectedResponse};
use crate::secret::redact::Secrets;

/// A complete response and what is known of its call.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reply {
    pub(crate) received: Received,
    pub(crate) url: Arc<Url>,
}

/// What a call was, as far as its response is classified by it.
#[derive(Clone)]
pub(crate) struct CallContext {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) url: Arc<Url>,
    pub(crate) one_time: Option<OneTimeGrant>,
    pub(crate) strict: bool,
    pub(crate) secrets: Secrets,
}

impl Reply {
    /// Classifies the status.
    pub(crate) fn classify(
        response: http::Response<Bytes>,
        call: CallContext,
    ) -> Result<Self, Error> {
        let (parts, body) = response.into_parts();
        let received = Received {
            endpoint: call.endpoint,
            status: parts.status,
            retry_after: crate::response::retry_after::retry_after(&parts.headers, clock::now()),
            headers: parts.headers,
            body,
            one_time: call.one_time,
            strict: call.strict,
            secrets: call.secrets,
        };
        let status = received.status;
        if status.is_client_error() || status.is_server_error() {
            return Err(ErrorResponse::new(received).into());
        }
        if status.is_redirection() && !call.endpoint.response().is_redirect() {
            let target = received.headers.get(http::header::LOCATION);
            let target = target.and_then(|target| target.to_str().ok());
            let target = target.and_then(|target| call.url.join(target).ok());
            let target = target.map(|target| target.origin().ascii_serialization());
            let target = target.map(|target| received.secrets.redact(target));
            return Err(
                UnexpectedResponse::new(received, UnexpectedReason::Redirect { target }).into()
            );
        }
        if !status.is_success() && !status.is_redirection() {
            return Err(UnexpectedResponse::new(received, UnexpectedReason::Status).into());
        }
        Ok(Self { received, url: call.url })
    }

    /// Takes it apart: what was received but its headers, the status, and those.
    pub(crate) fn parts(mut self) -> (Received, StatusCode, HeaderMap) {
        let headers = std::mem::take(&mut self.received.headers);
        let status = self.received.status;
        (self.received, status, headers)
    }
}
