//! What every generated client holds, prepared once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::client::credentials::AuthHeaders;
use crate::client::retry::Retry;
use crate::description::{Api, Endpoint};
use crate::encode::prepared::Origin;
use crate::encode::url::UrlTemplate;
use crate::erased::Erased;
use crate::error::BuildErrorKind;
use crate::transport::interface::Transport;
use crate::transport::limits::Limits;

/// What every generated client holds.
#[doc(hidden)]
#[derive(Clone)]
pub struct Client(Arc<dyn Erased<Inner>>);

/// The parts of a client, prepared once.
pub(crate) struct Inner {
    pub(super) api: &'static Api,
    pub(super) base: Result<String, BuildErrorKind>,
    pub(super) base_url: Option<Arc<Url>>,
    pub(super) origin: Option<Arc<Origin>>,
    pub(super) endpoints: Box<[Prepared]>,
    pub(super) auth: AuthHeaders,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) limits: Limits,
    pub(super) strict: bool,
    pub(super) retry: Option<Retry>,
    pub(super) transport: Box<dyn Transport>,
}

/// What all calls of one endpoint have in common, made for the first of them.
#[derive(Default)]
pub(crate) struct Prepared {
    pub(crate) url: OnceLock<PreparedUrl>,
    /// No name of a parameter needs an escape, in a form or in JSON.
    pub(crate) has_plain_names: OnceLock<bool>,
    pub(crate) headers: OnceLock<PreparedHeaders>,
}

/// The URL of an endpoint, as far as all calls have it in common.
pub(crate) enum PreparedUrl {
    /// Every call has this one.
    Whole(Url),
    /// Each call adds values.
    Template(UrlTemplate),
}

/// The headers that all calls have in common which the client authenticates.
pub(crate) struct PreparedHeaders {
    /// Constant ones, those of the credentials, and what the body and the response are.
    pub(crate) headers: HeaderMap,
    /// The names of the header parameters, in the order of their declaration.
    pub(crate) names: Vec<HeaderName>,
}

impl Client {
    pub(super) fn of(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(crate) fn inner(&self) -> &Inner {
        (*self.0).inner()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        f.debug_struct(inner.api.name())
            .field("base_url", &inner.base.as_deref().unwrap_or("?"))
            .field("credentials", &inner.auth)
            .field("limits", &inner.limits)
            .finish()
    }
}

impl Inner {
    pub(crate) fn base(&self) -> Result<&str, BuildErrorKind> {
        match &self.base {
            Ok(base) => Ok(base),
            Err(BuildErrorKind::PlainHttp) => Err(BuildErrorKind::PlainHttp),
            Err(BuildErrorKind::BaseUrl { reason }) => Err(BuildErrorKind::BaseUrl { reason }),
            Err(_) => Err(BuildErrorKind::BaseUrl { reason: "is not a URL" }),
        }
    }

    pub(crate) const fn api(&self) -> &'static Api {
        self.api
    }

    /// The base as a URL, for what relative references are resolved against.
    pub(crate) const fn base_url(&self) -> Option<&Arc<Url>> {
        self.base_url.as_ref()
    }

    /// The origin of the base, which is that of every URL.
    pub(crate) const fn origin(&self) -> Option<&Arc<Origin>> {
        self.origin.as_ref()
    }

    /// Returns the place for what all calls of an endpoint have in common.
    pub(crate) fn prepared(&self, endpoint: &'static Endpoint) -> Option<&Prepared> {
        self.endpoints.get(endpoint.index())
    }

    pub(crate) const fn auth(&self) -> &AuthHeaders {
        &self.auth
    }

    pub(crate) fn constant_headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }

    pub(crate) const fn is_strict(&self) -> bool {
        self.strict
    }

    pub(crate) const fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) const fn retry(&self) -> Option<Retry> {
        self.retry
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }
}
