//! Clients: where an API lives, who calls it and what carries the calls.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use url::Url;

use crate::api::{Api, Base, Endpoint};
use crate::auth::{Credentials, IntoCredentials, NoCredentials, Prepared};
use crate::base::BaseUrl;
#[cfg(feature = "reqwest")]
use crate::base::is_loopback;
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::limits::Limits;
use crate::opaque::Opaque;
#[cfg(feature = "reqwest")]
use crate::retry::Retry;
use crate::transport::Transport;

/// What every generated client holds.
#[doc(hidden)]
#[derive(Clone)]
pub struct Client(Arc<dyn Opaque<Inner>>);

/// The parts of a client, prepared once.
pub(crate) struct Inner {
    api: &'static Api,
    base: Result<String, BuildErrorKind>,
    urls: Box<[OnceLock<Url>]>,
    auth: Prepared,
    headers: Vec<(HeaderName, HeaderValue)>,
    limits: Limits,
    strict: bool,
    #[cfg(feature = "reqwest")]
    retry: Option<Retry>,
    carrier: Carrier,
}

/// What carries the calls.
pub(crate) enum Carrier {
    /// A transport of the caller's.
    Own(Box<dyn Transport>),
    /// reqwest, set up when the first call is sent or given by the caller.
    #[cfg(feature = "reqwest")]
    Reqwest(Reqwest),
    /// Nothing.
    #[cfg(not(feature = "reqwest"))]
    None,
}

#[cfg(feature = "reqwest")]
pub(crate) struct Reqwest {
    client: OnceLock<reqwest::Client>,
    connect_timeout: Duration,
    user_agent: Option<HeaderValue>,
    /// A proxy must not get what is sent in plain text because it stays on this machine.
    no_proxy: bool,
}

#[cfg(feature = "reqwest")]
impl Reqwest {
    fn client(&self) -> Result<reqwest::Client, BuildErrorKind> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        // Bodies come as they are, whatever features of reqwest another crate switches on.
        let builder = reqwest::Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
        let mut builder = builder.connect_timeout(self.connect_timeout);
        if let Some(user_agent) = &self.user_agent {
            builder = builder.user_agent(user_agent.clone());
        }
        if self.no_proxy {
            builder = builder.no_proxy();
        }
        let client = crate::http_client::finish(builder)
            .map_err(|error| BuildErrorKind::HttpClient(Box::new(error)))?;
        Ok(self.client.get_or_init(|| client).clone())
    }
}

impl Client {
    /// Makes a client with the default settings, for an API whose base is fixed.
    #[must_use]
    pub fn new<C: ApiClient>(credentials: &C::Credentials) -> Self {
        ClientBuilder::<C>::new().finish(Some(Prepared::of(credentials)))
    }

    pub(crate) fn inner(&self) -> &Inner {
        (*self.0).known()
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn reqwest(&self) -> Option<Result<reqwest::Client, BuildErrorKind>> {
        match &self.inner().carrier {
            Carrier::Reqwest(reqwest) => Some(reqwest.client()),
            Carrier::Own(_) => None,
        }
    }

    pub(crate) fn transport(&self) -> Result<&dyn Transport, BuildErrorKind> {
        match &self.inner().carrier {
            Carrier::Own(transport) => Ok(&**transport),
            #[cfg(feature = "reqwest")]
            Carrier::Reqwest(_) => Err(BuildErrorKind::NoTransport),
            #[cfg(not(feature = "reqwest"))]
            Carrier::None => Err(BuildErrorKind::NoTransport),
        }
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

    pub(crate) fn api(&self) -> &'static Api {
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

    pub(crate) fn auth(&self) -> &Prepared {
        &self.auth
    }

    pub(crate) fn constant_headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }

    pub(crate) const fn is_strict(&self) -> bool {
        self.strict
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn retry(&self) -> Option<Retry> {
        self.retry
    }
}

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
    auth: Option<Prepared>,
    limits: Limits,
    allow_http: bool,
    strict: bool,
    carrier: Option<Box<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    reqwest: ReqwestSettings,
    client: PhantomData<fn() -> C>,
}

#[cfg(feature = "reqwest")]
struct ReqwestSettings {
    retry: Option<Retry>,
    given: Option<Result<reqwest::Client, BuildErrorKind>>,
    connect_timeout: Duration,
    user_agent: Option<HeaderValue>,
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
            carrier: None,
            #[cfg(feature = "reqwest")]
            reqwest: ReqwestSettings {
                retry: None,
                given: None,
                connect_timeout: Duration::from_secs(10),
                user_agent: Some(HeaderValue::from_static(concat!(
                    "oauth-runtime/",
                    env!("CARGO_PKG_VERSION")
                ))),
            },
            client: PhantomData,
        }
    }

    /// Sets what the client authenticates with.
    pub fn credentials(mut self, credentials: impl IntoCredentials<C::Credentials>) -> Self {
        self.auth = Some(Prepared::of(&credentials.into_credentials()));
        self
    }

    /// Sets where the API lives: an absolute URL, or a value of the API's base-URL enum.
    ///
    /// Where the declaration has a path only, it is appended, unless the URL ends with it. A loopback host is reached
    /// directly, and others by the proxies of the environment (`HTTPS_PROXY`), unless the HTTP client is the caller's.
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
    /// [`Answer::deviations`](crate::Answer::deviations). What the RFC permits is not refused, nor what the declaration names in
    /// `deviations(…)`.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Sets what carries the calls, in place of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.carrier = Some(Box::new(transport));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where the base URL is missing, empty, relative or plain `http` to a host that is not loopback,
    /// and where a [`reqwest`](Self::reqwest) builder could not be finished. Credentials that cannot be sent, and missing
    /// ones, are told by the calls that need them.
    pub fn build(mut self) -> Result<C, Error> {
        let failed = |kind| Error::from(BuildError::new(C::API.name(), kind));
        #[cfg(feature = "reqwest")]
        if let Some(Err(kind)) = self.reqwest.given.take_if(|given| given.is_err()) {
            return Err(failed(kind));
        }
        let auth = self.auth.take();
        let client = self.finish(auth);
        match client.inner().base() {
            Ok(_) => Ok(C::from_client(client)),
            Err(kind) => Err(failed(kind)),
        }
    }

    fn finish(self, auth: Option<Prepared>) -> Client {
        let (given, path) = match (self.base, C::API.base()) {
            (Some(base), Base::Path(path)) => (base, path),
            (Some(base), Base::Urls(_)) => (base, ""),
            (None, Base::Urls(urls)) => (urls.first().map_or("", |(_, url)| url).into(), ""),
            (None, Base::Path(path)) => (BaseUrl::from(""), path),
        };
        let headers = C::API.headers().iter().filter_map(|(name, value)| {
            Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_static(value)))
        });
        let base = given.resolve(path, self.allow_http);
        #[cfg(feature = "reqwest")]
        let retry = self.reqwest.retry;
        #[cfg(feature = "reqwest")]
        let default = Carrier::Reqwest(Reqwest {
            client: self.reqwest.given.and_then(Result::ok).map(OnceLock::from).unwrap_or_default(),
            connect_timeout: self.reqwest.connect_timeout,
            user_agent: self.reqwest.user_agent,
            no_proxy: base.as_deref().is_ok_and(is_loopback),
        });
        #[cfg(not(feature = "reqwest"))]
        let default = Carrier::None;
        Client(Arc::new(Inner {
            api: C::API,
            base,
            urls: C::API.endpoints().iter().map(|_| OnceLock::new()).collect(),
            auth: auth.unwrap_or_default(),
            headers: headers.collect(),
            limits: self.limits,
            strict: self.strict,
            #[cfg(feature = "reqwest")]
            retry,
            carrier: self.carrier.map_or(default, Carrier::Own),
        }))
    }
}

#[cfg(feature = "reqwest")]
impl<C: ApiClient> ClientBuilder<C> {
    /// Sets the HTTP client, as a builder that this crate finishes: with a certificate authority of your own, a proxy,
    /// a user agent. Redirects and automatic repetition are switched off, whatever the builder says.
    ///
    /// ```no_run
    /// # fn example<C: oauth_runtime::ApiClient>(builder: oauth_runtime::ClientBuilder<C>) {
    /// // For a server with a self-signed certificate:
    /// let http = oauth_runtime::reqwest::Client::builder().tls_danger_accept_invalid_certs(true);
    /// let builder = builder.reqwest(http);
    /// # }
    /// ```
    pub fn reqwest(mut self, builder: reqwest::ClientBuilder) -> Self {
        let client = crate::http_client::finish(builder);
        self.reqwest.given =
            Some(client.map_err(|error| BuildErrorKind::HttpClient(Box::new(error))));
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
        self.reqwest.given = Some(Ok(client));
        self
    }

    /// Has calls repeated that failed for a while, as far as their declaration lets them be. Off by default.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.reqwest.retry = Some(retry);
        self
    }

    /// Sets the time for making a connection. 10 seconds by default; a client given by the caller keeps its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.reqwest.connect_timeout = timeout;
        self
    }

    /// Sets the `User-Agent` header, `oauth-runtime` with its version by default; a client given by the caller keeps its own.
    ///
    /// A value that no header can carry leaves the header out.
    pub fn user_agent(mut self, user_agent: impl AsRef<str>) -> Self {
        self.reqwest.user_agent = HeaderValue::from_str(user_agent.as_ref()).ok();
        self
    }
}

impl<C: ApiClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl From<()> for NoCredentials {
    fn from((): ()) -> Self {
        Self
    }
}
