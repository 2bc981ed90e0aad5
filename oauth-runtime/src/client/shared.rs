//! What every generated client holds, prepared once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::client::credentials::AuthHeaders;
use crate::client::retry::Retry;
use crate::description::{Api, DeclaredBase, Endpoint, EndpointBase};
use crate::encode::prepared::Origin;
use crate::encode::root::{Root, Unfit};
use crate::encode::url::UrlTemplate;
use crate::erased::Erased;
use crate::error::BuildErrorKind;
use crate::oauth::metadata::ServerMetadata;
use crate::transport::interface::Transport;
use crate::transport::limits::Limits;

/// What every generated client holds.
#[doc(hidden)]
#[derive(Clone)]
pub struct Client(Arc<dyn Erased<Inner>>);

/// The parts of a client, prepared once.
pub(crate) struct Inner {
    pub(super) api: &'static Api,
    pub(super) base: Base,
    /// The bases with names, in the order of the declaration.
    pub(super) named: Box<[Base]>,
    /// What is known of the server, where its endpoints are learned at run time.
    pub(super) metadata: OnceLock<ServerMetadata>,
    pub(super) allow_http: bool,
    pub(super) endpoints: Box<[Prepared]>,
    pub(super) auth: AuthHeaders,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) limits: Limits,
    pub(super) strict: bool,
    pub(super) retry: Option<Retry>,
    pub(super) transport: Box<dyn Transport>,
}

/// Where endpoints are, prepared once.
pub(crate) struct Base {
    root: Result<Root, Unfit>,
    url: Option<Arc<Url>>,
    origin: Option<Arc<Origin>>,
}

impl Base {
    pub(super) fn of(root: Result<Root, Unfit>) -> Self {
        let url = root.as_ref().ok().and_then(|root| Url::parse(root.bare()).ok()).map(Arc::new);
        let origin = url.as_deref().and_then(Origin::of).map(Arc::new);
        Self { root, url, origin }
    }

    pub(crate) const fn root(&self) -> Result<&Root, Unfit> {
        match &self.root {
            Ok(root) => Ok(root),
            Err(unfit) => Err(*unfit),
        }
    }

    /// The base as a URL, for what relative references are resolved against.
    pub(crate) const fn url(&self) -> Option<&Arc<Url>> {
        self.url.as_ref()
    }

    /// The origin, which is that of every URL there.
    pub(crate) const fn origin(&self) -> Option<&Arc<Origin>> {
        self.origin.as_ref()
    }
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
        let mut shown = f.debug_struct(inner.api.name());
        if inner.api.base() != DeclaredBase::None {
            shown.field("base_url", &inner.base.root().map_or("?", Root::bare));
        }
        if let Some(metadata) = inner.metadata() {
            shown.field("issuer", &metadata.issuer());
        }
        shown.field("credentials", &inner.auth).field("limits", &inner.limits).finish()
    }
}

impl Inner {
    /// Tells what is wrong with the bases, if anything.
    pub(super) fn check_bases(&self) -> Result<(), BuildErrorKind> {
        if self.api.base() != DeclaredBase::None {
            self.base.root().map_err(|unfit| match unfit {
                Unfit::PlainHttp => BuildErrorKind::PlainHttp,
                _ => BuildErrorKind::BaseUrl { reason: unfit.reason() },
            })?;
        }
        for (base, declared) in self.named.iter().zip(self.api.bases()) {
            let (name, unfit) = (declared.name(), base.root().err());
            if let Some(reason) = unfit.map(Unfit::reason) {
                return Err(BuildErrorKind::NamedUrl { name, reason });
            }
        }
        Ok(())
    }

    /// Returns the base of an endpoint; nothing where its URL is learned at run time.
    pub(crate) fn base_of(&self, endpoint: &Endpoint) -> Option<&Base> {
        match endpoint.base() {
            EndpointBase::Api => Some(&self.base),
            EndpointBase::Named(name) => {
                let place = self.api.bases().iter().position(|base| base.name() == name)?;
                self.named.get(place)
            }
            EndpointBase::Metadata(_) | EndpointBase::Given(_) => None,
        }
    }

    pub(crate) fn metadata(&self) -> Option<&ServerMetadata> {
        self.metadata.get()
    }

    /// What is known of the server; where nothing is, there are no URLs.
    pub(crate) fn known(&self) -> &ServerMetadata {
        self.metadata.get_or_init(|| ServerMetadata::new(""))
    }

    /// Notes what was learned of the server.
    pub(crate) fn learn(&self, metadata: ServerMetadata) {
        self.metadata.get_or_init(|| metadata);
    }

    /// Tells whether plain `http` is allowed to hosts other than loopback.
    pub(crate) const fn allows_http(&self) -> bool {
        self.allow_http
    }

    pub(crate) const fn api(&self) -> &'static Api {
        self.api
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
