//! What the stand-in answers where a test says it.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::stand_in::fault::Fault;
use crate::stand_in::refusal::json_response;

/// An answer of the stand-in: JSON, a response of your own, or a [`Fault`] in its place.
///
/// ```
/// use oauth_runtime::stand_in::{Answer, Fault};
/// use serde_json::json;
///
/// let token = Answer::from(json!({ "access_token": "at", "token_type": "Bearer" }));
/// let refusal = Answer::json(400, &json!({ "error": "invalid_grant" }));
/// let gone = Answer::new(404);
/// let late = Answer::from(Fault::status(503).retry_after(2));
/// ```
#[derive(Clone)]
pub struct Answer(Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    Response { status: StatusCode, headers: HeaderMap, body: Bytes },
    Fault(Fault),
}

impl Answer {
    /// Makes an answer of this status without a body. A status that is none becomes 500.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(Kind::Response { status, headers: HeaderMap::new(), body: Bytes::new() })
    }

    /// Makes an answer of this status with a JSON body, which must not be stored.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        json_response(status, body).into()
    }

    /// Adds a header. One that cannot be sent is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        if let Kind::Response { headers, .. } = &mut self.0
            && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
            && let Ok(value) = HeaderValue::from_bytes(value.as_ref())
        {
            headers.append(name, value);
        }
        self
    }

    /// Sets the body, with its type.
    #[must_use]
    pub fn body(mut self, content_type: &str, content: impl Into<Bytes>) -> Self {
        if let Kind::Response { headers, body, .. } = &mut self.0 {
            *body = content.into();
            headers.extend(HeaderValue::from_str(content_type).ok().map(|it| (CONTENT_TYPE, it)));
        }
        self
    }

    pub(crate) fn into_kind(self) -> Kind {
        self.0
    }
}

impl Kind {
    /// The response, where it is one.
    pub(crate) fn response(&self) -> Option<http::Response<Bytes>> {
        let Self::Response { status, headers, body } = self else { return None };
        let mut response = http::Response::new(body.clone());
        *response.status_mut() = *status;
        *response.headers_mut() = headers.clone();
        Some(response)
    }
}

impl From<Value> for Answer {
    fn from(body: Value) -> Self {
        Self::json(200, &body)
    }
}

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        Self(Kind::Fault(fault))
    }
}

impl From<http::Response<Bytes>> for Answer {
    fn from(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self(Kind::Response { status: head.status, headers: head.headers, body })
    }
}

/// Shows no body: it may be a token.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Fault(fault) => fmt::Debug::fmt(fault, f),
            Kind::Response { status, headers, body } => f
                .debug_struct("Answer")
                .field("status", status)
                .field("headers", &headers.keys().collect::<Vec<_>>())
                .field("body_bytes", &body.len())
                .finish(),
        }
    }
}
