//! Answers: a complete response, judged by its endpoint's declaration.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::api::Endpoint;
use crate::clock;
use crate::decode::{is_list, without_bom};
use crate::deviation::Deviation;
use crate::error::{Error, Received, Refused, Unexpected, UnexpectedReason};
use crate::redact::Secrets;

/// A successful answer with everything that came with it.
#[non_exhaustive]
#[derive(Clone)]
pub struct Answer<T> {
    /// The status, a success as the endpoint declares it.
    pub status: StatusCode,
    /// The headers. They may hold secrets.
    pub headers: HeaderMap,
    /// The value.
    pub value: T,
    pub(crate) deviations: Vec<Deviation>,
    pub(crate) expires_at: Option<SystemTime>,
}

impl<T> Answer<T> {
    pub(crate) const fn new(status: StatusCode, headers: HeaderMap, value: T) -> Self {
        Self { status, headers, value, deviations: Vec::new(), expires_at: None }
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { status, headers, value, deviations, expires_at } = self;
        Answer { status, headers, value: change(value), deviations, expires_at }
    }

    /// Returns in what the answer departs from the RFC, and yet is good.
    ///
    /// What is looked for: in the answer of a token endpoint, everything of
    /// [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1), also where its type is the vendor's own;
    /// in other answers, the type and form of the body. Departures that the declaration names in `deviations(…)` are left
    /// out. With [`ClientBuilder::strict`](crate::ClientBuilder::strict), the others are errors.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// Returns the moment at which the token of this answer expires, where this is known: of the answer of a token endpoint,
    /// also where its type is the vendor's own.
    ///
    /// It was computed once, from the time of receipt by the clock of this machine. Where the answer says no lifetime, it is
    /// the one that the declaration says with `default_expires_in`.
    #[must_use]
    pub const fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Answer<T> {
    /// Shows the names of the headers only: their values may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("value", &self.value)
            .field("deviations", &self.deviations)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// A complete response and what is known of its call.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reply {
    pub(crate) received: Received,
    pub(crate) url: Url,
}

/// What a call was, as far as its answer is judged by it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) url: Url,
    pub(crate) single_use: bool,
    pub(crate) strict: bool,
    pub(crate) secrets: Secrets,
}

impl Reply {
    /// Judges the status, and an `error` inside a success.
    pub(crate) fn judge(response: http::Response<Bytes>, asked: Asked) -> Result<Self, Error> {
        let (parts, body) = response.into_parts();
        let received = Received {
            endpoint: asked.endpoint,
            status: parts.status,
            retry_after: crate::retry_after::retry_after(&parts.headers, clock::now()),
            headers: parts.headers,
            body,
            single_use: asked.single_use,
            strict: asked.strict,
            secrets: asked.secrets,
        };
        let status = received.status;
        if status.is_client_error() || status.is_server_error() {
            return Err(Refused::new(received).into());
        }
        if status.is_redirection() && !asked.endpoint.answer().is_redirect() {
            let target = received.headers.get(http::header::LOCATION);
            let target = target.and_then(|target| target.to_str().ok());
            let target = target.and_then(|target| asked.url.join(target).ok());
            let target = target.map(|target| target.origin().ascii_serialization());
            let target = target.map(|target| received.secrets.redact(target));
            return Err(Unexpected::new(received, UnexpectedReason::Redirect { target }).into());
        }
        if !status.is_success() && !status.is_redirection() {
            return Err(Unexpected::new(received, UnexpectedReason::Status).into());
        }
        if status.is_success()
            && (tells_an_error(&received.body) || tells_an_error_as_form(&received))
        {
            return Err(Refused::new(received).into());
        }
        Ok(Self { received, url: asked.url })
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

/// Tells whether the type of a body says that it is form-encoded.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim()
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
