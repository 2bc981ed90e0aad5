//! What every generated client holds, prepared once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderName, HeaderValue};
use url::Url;

use crate::client::credentials::AuthHeaders;
use crate::client::retry::Retry;
use crate::description::{Api, Endpoint};
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
    pub(super) urls: Box<[OnceLock<Url>]>,
    pub(super) auth: AuthHeaders,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) limits: Limits,
    pub(super) strict: bool,
    pub(super) retry: Option<Retry>,
    pub(super) transport: Box<dyn Transport>,
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

    pub(crate) fn static_url(&self, endpoint: &'static Endpoint) -> Result<Url, BuildErrorKind> {
        let base = self.base()?;
        let parse = || Url::parse(&[base, endpoint.path()].concat()).map_err(BuildErrorKind::Url);
        match self.urls.get(endpoint.index()) {
            Some(kept) => match kept.get() {
                Some(url) => Ok(url.clone()),
                None => parse().map(|url| kept.get_or_init(|| url).clone()),
            },
            None => parse(),
        }
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
