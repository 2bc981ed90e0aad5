//! The builder of a client: its settings, each with a safe default.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use url::Url;

use crate::client::base_url::{BaseUrl, is_loopback};
use crate::client::credentials::{AuthHeaders, Credentials, IntoCredentials};
use crate::client::retry::Retry;
use crate::client::shared::{Client, Inner, Prepared};
use crate::description::{Api, DeclaredBase};
use crate::encode::prepared::Origin;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::transport::default::default_transport;
use crate::transport::interface::Transport;
use crate::transport::limits::Limits;
#[cfg(feature = "reqwest")]
use crate::transport::reqwest::ReqwestTransport;
use crate::transport::settings::Settings;

/// A client made by [`oauth_api`](crate::oauth_api).
pub trait ApiClient: Sized {
    /// What the client authenticates with.
    type Credentials: Credentials;

    /// The description of the API.
    const API: &'static Api;

    #[doc(hidden)]
    fn from_client(client: Client) -> Self;
}

/// Settings of a client that is about to be made.
///
/// Every client has one: `UspsClient::builder()`. Each setting has a safe default.
#[must_use = "a client builder does nothing until it is built: end it with `.build()`"]
pub struct ClientBuilder<C> {
    base: Option<BaseUrl>,
    auth: Option<AuthHeaders>,
    limits: Limits,
    allow_http: bool,
    strict: bool,
    retry: Option<Retry>,
    transport: Option<Result<Box<dyn Transport>, BuildErrorKind>>,
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base)
            .field("credentials", &self.auth)
            .field("limits", &self.limits)
            .field("allow_http", &self.allow_http)
            .finish_non_exhaustive()
    }
}

impl<C: ApiClient> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            base: None,
            auth: None,
            limits: Limits::default(),
            allow_http: false,
            strict: false,
            retry: None,
            transport: None,
            settings: Settings::default(),
            client: PhantomData,
        }
    }

    /// Sets what the client authenticates with.
    pub fn credentials(mut self, credentials: impl IntoCredentials<C::Credentials>) -> Self {
        self.auth = Some(AuthHeaders::of(&credentials.into_credentials()));
        self
    }

    /// Sets what the client authenticates with, of whatever type it is.
    #[cfg(feature = "stand-in")]
    pub(crate) fn authenticated_by(mut self, credentials: &dyn Credentials) -> Self {
        self.auth = Some(AuthHeaders::of(credentials));
        self
    }

    /// Sets where the API lives: an absolute URL, or a value of the API's base-URL enum.
    ///
    /// Where the declaration has a path only, it is appended, unless the URL ends with it. A loopback host is reached
    /// directly, and others by the proxies of the environment (`HTTPS_PROXY`), unless the HTTP client is the caller's or hyper's.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base = Some(base_url.into());
        self
    }

    /// Sets the time for a whole exchange, connection and body included. 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets how many bytes of a decoded body are taken at most. 1 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Allows `http` to hosts other than loopback: everything sent can then be read on the way.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Refuses answers that depart from the RFC in any way, also those that are good.
    ///
    /// They are `Error::Unexpected` then, with the departures as its reason; without this, they are told by
    /// [`Response::deviations`](crate::Response::deviations). What the RFC permits is not refused, nor what the declaration names in
    /// `deviations(…)`.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Sets what carries the calls, in place of the default: reqwest, or hyper's client where the feature `reqwest` is off.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Ok(Box::new(transport)));
        self
    }

    /// Has calls retried that failed for a while, as far as their declaration lets them be. Off by default.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the time for making a connection. 10 seconds by default; a transport given by the caller keeps its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets the `User-Agent` header, `oauth-runtime` with its version by default; a transport given by the caller keeps its
    /// own.
    ///
    /// A value that no header can carry leaves the header out.
    pub fn user_agent(mut self, user_agent: impl AsRef<str>) -> Self {
        self.settings.user_agent = HeaderValue::from_str(user_agent.as_ref()).ok();
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where the base URL is missing, empty, relative or plain `http` to a host that is not loopback,
    /// and where an HTTP client given as a builder could not be finished. Credentials that cannot be sent, and missing
    /// ones, are told by the calls that need them.
    pub fn build(mut self) -> Result<C, Error> {
        let failed = |kind| Error::from(BuildError::new(C::API.name(), kind));
        if let Some(Err(kind)) = self.transport.take_if(|given| given.is_err()) {
            return Err(failed(kind));
        }
        let client = self.finish();
        match client.inner().base() {
            Ok(_) => Ok(C::from_client(client)),
            Err(kind) => Err(failed(kind)),
        }
    }

    fn finish(self) -> Client {
        let (given, path) = match (self.base, C::API.base()) {
            (Some(base), DeclaredBase::Path(path)) => (base, path),
            (Some(base), DeclaredBase::Urls(_)) => (base, ""),
            (None, DeclaredBase::Urls(urls)) => {
                (urls.first().map_or("", |(_, url)| url).into(), "")
            }
            (None, DeclaredBase::Path(path)) => (BaseUrl::from(""), path),
        };
        let headers = C::API.headers().iter().filter_map(|(name, value)| {
            Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_static(value)))
        });
        let base = given.resolve(path, self.allow_http);
        let base_url = base.as_deref().ok().and_then(|base| Url::parse(base).ok()).map(Arc::new);
        let origin = base_url.as_deref().and_then(Origin::of).map(Arc::new);
        let loopback = base_url.as_deref().is_some_and(is_loopback);
        let given = self.transport.and_then(Result::ok);
        Client::of(Inner {
            api: C::API,
            base,
            base_url,
            origin,
            endpoints: C::API.endpoints().iter().map(|_| Prepared::default()).collect(),
            auth: self.auth.unwrap_or_default(),
            headers: headers.collect(),
            limits: self.limits,
            strict: self.strict,
            retry: self.retry,
            transport: given.unwrap_or_else(|| {
                default_transport(Settings {
                    loopback,
                    timeout: self.limits.timeout,
                    ..self.settings
                })
            }),
        })
    }
}

impl Client {
    /// Makes a client with the default settings, for an API whose base is fixed.
    #[must_use]
    pub fn new<C: ApiClient>(credentials: &C::Credentials) -> Self {
        let mut builder = ClientBuilder::<C>::new();
        builder.auth = Some(AuthHeaders::of(credentials));
        builder.finish()
    }
}

#[cfg(feature = "reqwest")]
impl<C: ApiClient> ClientBuilder<C> {
    /// Sets the HTTP client, as a builder that this crate finishes: with a certificate authority of your own, a proxy,
    /// a user agent. Redirects and automatic retries are switched off, whatever the builder says.
    ///
    /// ```no_run
    /// # fn example<C: oauth_runtime::ApiClient>(builder: oauth_runtime::ClientBuilder<C>) {
    /// // For a server with a self-signed certificate:
    /// let http = oauth_runtime::reqwest::Client::builder().tls_danger_accept_invalid_certs(true);
    /// let builder = builder.reqwest(http);
    /// # }
    /// ```
    pub fn reqwest(mut self, builder: reqwest::ClientBuilder) -> Self {
        let finished = ReqwestTransport::finish(builder);
        self.transport = Some(finished.map(|it| Box::new(it) as Box<dyn Transport>));
        self
    }

    /// Sets a ready HTTP client, to share its connections.
    ///
    /// It has to be made with [`redirect::Policy::none()`](reqwest::redirect::Policy::none) and
    /// [`retry::never()`](reqwest::retry::never), and this crate cannot see whether it was. With reqwest's defaults it would
    /// follow a redirect with the body of the call in hand, and send a call up to three times whose stream the server
    /// refused ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)): an authorization code, too.
    /// An answer that came by a redirect is an error. [`reqwest`](Self::reqwest) takes care of both.
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(Ok(Box::new(ReqwestTransport::ready(client))));
        self
    }
}

impl<C: ApiClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}
