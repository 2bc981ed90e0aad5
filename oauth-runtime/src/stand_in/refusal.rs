//! A request that breaks the declaration, and how the vendor refuses it.

use std::fmt;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::description::{Endpoint, Scheme};

/// A request that the vendor refuses, because it is not what the declaration says.
///
/// [`line`](Self::line) says which line of the declaration it breaks: the name of the endpoint's function, and the wire
/// name of the parameter where it is one. It shows no value of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    line: String,
    kind: RefusalKind,
    told: String,
}

/// How a request breaks the declaration.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusalKind {
    /// No endpoint has this path.
    NoSuchEndpoint,
    /// The endpoint with this path has another method.
    Method,
    /// A part of the request cannot be read: broken escapes, JSON that is none.
    Unreadable,
    /// The body is of another type than the declared ones.
    ContentType,
    /// There is a body, and the endpoint has none.
    Body,
    /// A required parameter is not there.
    Absent,
    /// A constant has another value, or a constant header.
    Constant,
    /// A name came twice ([RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
    Twice,
    /// A parameter is in another place than the declared one.
    WrongPlace,
    /// A parameter is not declared.
    Undeclared,
    /// The kind of the grant is none of the declared ones.
    GrantType,
    /// What the grant needs is not there.
    MissingForGrant,
    /// A parameter does not belong to the grant.
    NotOfGrant,
    /// The credentials are missing, or those of another scheme.
    Credentials,
    /// The client authenticates in two ways ([RFC 6749, section 2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3)).
    TwoAuthentications,
    /// The request is fine, and the stand-in was told no answer to it.
    NoAnswer,
    /// The answer that the stand-in was told is not one that the client can read.
    Answer,
}

impl Refusal {
    pub(crate) fn new(line: impl Into<String>, kind: RefusalKind, told: impl Into<String>) -> Self {
        Self { line: line.into(), kind, told: told.into() }
    }

    /// A refusal that is about one parameter of an endpoint, or another name of its request.
    pub(crate) fn of(endpoint: &Endpoint, name: &str, kind: RefusalKind, told: &str) -> Self {
        Self::new(format!("{}: {}", endpoint.name(), shown(name)), kind, told)
    }

    /// A refusal that is about an endpoint as a whole.
    pub(crate) fn at(endpoint: &Endpoint, kind: RefusalKind, told: impl Into<String>) -> Self {
        Self::new(endpoint.name(), kind, told)
    }

    /// Returns the line of the declaration that the request breaks, such as `post_revoke: token`.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Returns how it breaks it.
    #[must_use]
    pub const fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// The code that the vendor answers with ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    fn code(&self) -> &'static str {
        match self.kind {
            RefusalKind::GrantType => "unsupported_grant_type",
            RefusalKind::Constant if self.line.ends_with(": grant_type") => {
                "unsupported_grant_type"
            }
            RefusalKind::Constant if self.line.ends_with(": response_type") => {
                "unsupported_response_type"
            }
            RefusalKind::Credentials => "invalid_client",
            RefusalKind::NoAnswer | RefusalKind::Answer => "server_error",
            _ => "invalid_request",
        }
    }

    /// The response with which the vendor refuses.
    pub(crate) fn response(&self, endpoint: Option<&Endpoint>) -> http::Response<Bytes> {
        let status = match self.kind {
            RefusalKind::NoSuchEndpoint => StatusCode::NOT_FOUND,
            RefusalKind::Method => StatusCode::METHOD_NOT_ALLOWED,
            RefusalKind::Credentials => StatusCode::UNAUTHORIZED,
            RefusalKind::NoAnswer | RefusalKind::Answer => StatusCode::NOT_IMPLEMENTED,
            _ => StatusCode::BAD_REQUEST,
        };
        let is_bearer = endpoint.is_some_and(wants_bearer);
        // RFC 6750, section 3.1, has a word of its own.
        let code = if is_bearer && self.kind == RefusalKind::Credentials {
            "invalid_token"
        } else {
            self.code()
        };
        let mut response = oauth_error(status, code, &self.to_string());
        let headers = response.headers_mut();
        if self.kind == RefusalKind::Credentials || is_bearer {
            let challenge = match (is_bearer, self.kind) {
                (false, _) => Some("Basic realm=\"stand-in\"".to_owned()),
                (true, RefusalKind::NoAnswer | RefusalKind::Answer) => None,
                (true, _) => Some(format!("Bearer realm=\"stand-in\", error=\"{code}\"")),
            };
            let challenge = challenge.and_then(|it| HeaderValue::from_str(&it).ok());
            headers.extend(challenge.map(|challenge| (WWW_AUTHENTICATE, challenge)));
        }
        response
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.line, self.told)
    }
}

/// An error as the token endpoint of [RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2) has it.
pub(crate) fn oauth_error(
    status: StatusCode,
    code: &str,
    description: &str,
) -> http::Response<Bytes> {
    // The characters that a description may have.
    let description: String = description
        .chars()
        .map(|it| if matches!(it, ' '..='!' | '#'..='[' | ']'..='~') { it } else { '\'' })
        .collect();
    let body = json!({ "error": code, "error_description": description });
    json_response(status, &body)
}

/// A JSON response that must not be stored.
pub(crate) fn json_response(status: StatusCode, body: &serde_json::Value) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Tells whether every way to authenticate is a bearer token.
fn wants_bearer(endpoint: &Endpoint) -> bool {
    !endpoint.auth().is_empty()
        && endpoint.auth().iter().all(|schemes| schemes.contains(&Scheme::Bearer))
}

/// A name that came with a request: what may be a secret in the place of a name is not shown.
pub(crate) fn shown(name: &str) -> &str {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.');
    if !name.is_empty() && name.len() <= 40 && name.bytes().all(is_word) {
        name
    } else {
        "(a name that is not shown)"
    }
}
