//! Responses classified: success, error response or neither, by what the endpoint declares.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::body::{is_form, is_list, without_bom};
use crate::clock;
use crate::description::Endpoint;
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
    pub(crate) single_use: bool,
    pub(crate) strict: bool,
    pub(crate) secrets: Secrets,
}

impl Reply {
    /// Classifies the status, and an `error` inside a success.
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
            single_use: call.single_use,
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
        if status.is_success()
            && (tells_an_error(&received.body) || tells_an_error_as_form(&received))
        {
            return Err(ErrorResponse::new(received).into());
        }
        Ok(Self { received, url: call.url })
    }

    pub(crate) fn parts(mut self) -> (StatusCode, HeaderMap) {
        (self.received.status, std::mem::take(&mut self.received.headers))
    }
}

/// Tells whether a JSON body has a member `error` with a text or with details in it (what a vendor may say inside a 200).
fn tells_an_error(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Told {
        #[serde(default)]
        error: Option<serde_json::Value>,
    }
    if !body.windows(7).any(|window| window == b"\"error\"") || is_list(body) {
        return false;
    }
    serde_json::from_slice::<Told>(without_bom(body)).is_ok_and(|told| match told.error {
        Some(serde_json::Value::String(error)) => !error.is_empty(),
        Some(serde_json::Value::Object(details)) => !details.is_empty(),
        _ => false,
    })
}

/// Tells whether a form-encoded body has an `error` with a text in it.
fn tells_an_error_as_form(received: &Received) -> bool {
    let is_error =
        |(name, value): (Cow<'_, str>, Cow<'_, str>)| name == "error" && !value.is_empty();
    is_form(&received.headers) && url::form_urlencoded::parse(&received.body).any(is_error)
}

#[cfg(test)]
mod tests {
    use super::tells_an_error;

    #[test]
    fn error_inside_a_success_is_told() {
        for body in [
            r#"{"error":"invalid_grant"}"#,
            r#"{"access_token":"a","error":"invalid_grant"}"#,
            r#"{"error":{"user_message":"no"},"success":false}"#,
            "\u{feff}{\"error\" : \"x\"}",
        ] {
            assert!(tells_an_error(body.as_bytes()), "{body}");
        }
        for body in [
            "",
            "{}",
            "null",
            r#"{"error":null}"#,
            r#"{"error":""}"#,
            r#"{"error":{}}"#,
            r#"{"error":false}"#,
            r#"{"warning":{"error":"x"}}"#,
            r#"["error"]"#,
            "\"error\"",
            r#"{"error":"cut"#,
        ] {
            assert!(!tells_an_error(body.as_bytes()), "{body}");
        }
    }
}
