//! A success, with everything that came with it.

#[cfg(feature = "keeper")]
use std::sync::Arc;
use std::time::SystemTime;

use http::{HeaderMap, StatusCode};

use crate::header::{FromHeader, ResponseHeader, UnreadableHeader};
use crate::oauth::deviation::Deviation;
#[cfg(feature = "keeper")]
use crate::response::unread::Unread;

/// A successful answer with everything that came with it.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) value: T,
    pub(crate) deviations: Vec<Deviation>,
    pub(crate) expires_at: Option<SystemTime>,
    /// What a token endpoint answered, where its type is the vendor's own: read as a token by whoever keeps it.
    #[cfg(feature = "keeper")]
    pub(crate) token: Option<Arc<Unread>>,
}

impl<T> Response<T> {
    pub(crate) const fn new(status: StatusCode, headers: HeaderMap, value: T) -> Self {
        Self {
            status,
            headers,
            value,
            deviations: Vec::new(),
            expires_at: None,
            #[cfg(feature = "keeper")]
            token: None,
        }
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            status: self.status,
            headers: self.headers,
            value: change(self.value),
            deviations: self.deviations,
            expires_at: self.expires_at,
            #[cfg(feature = "keeper")]
            token: self.token,
        }
    }

    /// Returns the status, a success as the endpoint declares it.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers. They may hold secrets.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Reads a header that the declaration names in `response_headers(…)`; nothing where it is absent.
    ///
    /// # Errors
    ///
    /// [`UnreadableHeader`], which has the value as it came, where it is there and not of the declared type.
    pub fn header<H: FromHeader>(
        &self,
        header: ResponseHeader<H>,
    ) -> Result<Option<H>, UnreadableHeader> {
        header.read(&self.headers)
    }

    /// Returns the value.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Gives up status and headers for the value.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
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
    /// It was computed once, from the time of receipt by the clock of this machine, or is the moment that the answer tells
    /// where the declaration says (`token(expires_at = …)`). Where the answer says neither, the lifetime is the one that the
    /// declaration says with `default_expires_in`.
    #[must_use]
    pub const fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

#[allow(clippy::missing_fields_in_debug, reason = "the token of a keeper is in the value")]
impl<T: std::fmt::Debug> std::fmt::Debug for Response<T> {
    /// Shows the names of the headers only: their values may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("value", &self.value)
            .field("deviations", &self.deviations)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}
