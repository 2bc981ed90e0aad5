//! A finished request, in a form that each transport takes as its own.

use std::fmt;
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use http::header::AUTHORIZATION;
use http::uri::{Authority, InvalidUri, Parts, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderValue, Uri};
use url::{Position, Url};

use crate::description::Endpoint;
use crate::error::{BuildError, BuildErrorKind, Error};

/// A finished request: what a call is about to send.
///
/// ```
/// # fn example(prepared: oauth_runtime::transport::PreparedRequest) -> Result<(), oauth_runtime::Error> {
/// // For an HTTP client of your own, or to sign it:
/// let request: http::Request<bytes::Bytes> = prepared.into_http()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PreparedRequest {
    endpoint: &'static Endpoint,
    url: Url,
    origin: Option<Arc<Origin>>,
    headers: HeaderMap,
    body: Option<Bytes>,
}

/// Scheme, host and port of a client's base: they are the same in each of its URLs, and parsed once.
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
}

impl Origin {
    pub(crate) fn of(base: &Url) -> Option<Self> {
        let authority = &base[Position::BeforeHost..Position::BeforePath];
        Some(Self { scheme: base.scheme().parse().ok()?, authority: authority.parse().ok()? })
    }
}

impl PreparedRequest {
    pub(crate) const fn new(
        endpoint: &'static Endpoint,
        url: Url,
        origin: Option<Arc<Origin>>,
        headers: HeaderMap,
        body: Option<Bytes>,
    ) -> Self {
        Self { endpoint, url, origin, headers, body }
    }

    /// Returns the endpoint that this is a call of.
    #[must_use]
    pub const fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Returns the URL. Where the endpoint has secrets in its path or query, so has the URL.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the URL alone.
    #[must_use]
    pub fn into_url(self) -> Url {
        self.url
    }

    /// Returns the headers; those with secrets are marked sensitive.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, or nothing where the endpoint has none.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Adds the token that the call is sent with.
    pub(crate) fn authorize(&mut self, authorization: HeaderValue) {
        self.headers.insert(AUTHORIZATION, authorization);
    }

    /// Returns the body to share it.
    pub(crate) const fn shared_body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// Returns the request in the type that HTTP clients share.
    ///
    /// The `Debug` of that type shows URL and body with the secrets that they have; of the headers it leaves the
    /// sensitive ones out.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where the URL is not an [`http::Uri`].
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let name = self.endpoint.name();
        self.into_http_request().map_err(|kind| BuildError::new(name, kind).into())
    }

    pub(crate) fn into_http_request(self) -> Result<http::Request<Bytes>, BuildErrorKind> {
        let uri = uri(self.url, self.origin.as_deref()).map_err(BuildErrorKind::Uri)?;
        let mut request = http::Request::new(self.body.unwrap_or_default());
        *request.method_mut() = self.endpoint.method().clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn into_parts(self) -> (&'static Endpoint, Url, HeaderMap, Option<Bytes>) {
        (self.endpoint, self.url, self.headers, self.body)
    }
}

/// Makes the type that HTTP clients share of a URL, whose origin is not parsed again.
fn uri(url: Url, origin: Option<&Origin>) -> Result<Uri, InvalidUri> {
    let path = url[..Position::BeforePath].len();
    let mut text = Bytes::from(String::from(url));
    let Some(origin) = origin else { return Uri::from_maybe_shared(text) };
    text.advance(path);
    let mut parts = Parts::default();
    parts.scheme = Some(origin.scheme.clone());
    parts.authority = Some(origin.authority.clone());
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(text)?);
    // All three are there, so this cannot fail.
    Uri::from_parts(parts).or_else(|_| Uri::try_from(""))
}

#[allow(clippy::missing_fields_in_debug, reason = "the origin is a part of the URL")]
impl fmt::Debug for PreparedRequest {
    /// Shows no secret: of the URL only the declared path, of the body only its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("endpoint", &self.endpoint.name())
            .field("method", self.endpoint.method())
            .field("host", &self.url.host_str().unwrap_or_default())
            .field("path", &self.endpoint.route())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.body.as_ref().map_or(0, Bytes::len))
            .finish()
    }
}
