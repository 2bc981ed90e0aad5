//! The builder of a client: its settings, each with a safe default.

use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::client::base_url::BaseUrl;
#[cfg(feature = "keeper")]
use crate::client::credentials::Bearer;
use crate::client::credentials::{AuthHeaders, Credentials, IntoCredentials};
use crate::client::retry::Retry;
use crate::client::shared::{Base, Client, Inner, Prepared};
use crate::description::{Api, DeclaredBase, EndpointBase, NamedBase};
use crate::error::{BuildError, BuildErrorKind, Error};
use crate::oauth::metadata::ServerMetadata;
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
    named: Vec<(String, BaseUrl)>,
    metadata: Option<ServerMetadata>,
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
            .field("named_base_urls", &self.named)
            .field("metadata", &self.metadata)
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
            named: Vec::new(),
            metadata: None,
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
    ///
    /// Where the API has bases with names, a value of the enum picks the URLs of all of them; with another URL, each of them has
    /// to be given ([`base_url_of`](Self::base_url_of)), so that no call goes to the vendor by accident.
    pub fn base_url(mut self, base_url: impl Into<BaseUrl>) -> Self {
        self.base = Some(base_url.into());
        self
    }

    /// Sets where the endpoints of a base with a name live: one that the declaration names, or the host of an endpoint that it
    /// gives the whole URL of.
    pub fn base_url_of(mut self, name: impl Into<String>, base_url: impl Into<BaseUrl>) -> Self {
        let name = name.into();
        self.named.retain(|(own, _)| *own != name);
        self.named.push((name, base_url.into()));
        self
    }

    /// Sets what is known of the server, for endpoints whose URLs are in its metadata.
    pub fn metadata(mut self, metadata: impl Into<ServerMetadata>) -> Self {
        self.metadata = Some(metadata.into());
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
    /// [`Error::Build`] where a base URL is missing, empty, relative or plain `http` to a host that is not loopback, where
    /// endpoints are in metadata that was not given, and where an HTTP client given as a builder could not be finished.
    /// Credentials that cannot be sent, and missing ones, are told by the calls that need them.
    pub fn build(self) -> Result<C, Error> {
        let is_missing = C::API.needs_metadata() && self.metadata.is_none();
        match self.checked() {
            Ok(_) if is_missing => Err(failed::<C>(BuildErrorKind::MissingMetadata)),
            checked => checked.map(C::from_client),
        }
    }

    /// Makes what the client holds; its metadata may be still to come.
    pub(crate) fn checked(mut self) -> Result<Client, Error> {
        if let Some(Err(kind)) = self.transport.take_if(|given| given.is_err()) {
            return Err(failed::<C>(kind));
        }
        self.check_names().and_then(|()| self.check_replaced()).map_err(failed::<C>)?;
        let client = self.finish();
        client.inner().check_bases().map_err(failed::<C>)?;
        Ok(client)
    }

    /// Each name given is that of a base.
    fn check_names(&self) -> Result<(), BuildErrorKind> {
        let bases = C::API.bases();
        let is_unknown = |name: &str| !bases.iter().any(|base| base.name() == name);
        if let Some((name, _)) = self.named.iter().find(|(name, _)| is_unknown(name)) {
            let known = bases.iter().map(NamedBase::name).collect();
            return Err(BuildErrorKind::UnknownBase { name: name.clone(), known });
        }
        if self.base.is_some() && C::API.base() == DeclaredBase::None {
            let reason = "is of no use: each base of this API has a name, for `.base_url_of(…)`";
            return Err(BuildErrorKind::BaseUrl { reason });
        }
        Ok(())
    }

    /// Where one base is replaced, all are: a test, or a server on premises, would else call the vendor by accident.
    fn check_replaced(&self) -> Result<(), BuildErrorKind> {
        let (api, environment) = (C::API, self.environment());
        let is_elsewhere = match (&self.base, api.base()) {
            (Some(_), DeclaredBase::Urls(_)) => environment.is_none(),
            (Some(given), DeclaredBase::Path(_)) => given.is_loopback(),
            _ => false,
        };
        let is_declared = |name: &str, given: &BaseUrl| {
            let base = api.bases().iter().find(|base| base.name() == name);
            base.is_some_and(|base| given.environment(base.urls()).is_some())
        };
        let is_elsewhere =
            is_elsewhere || self.named.iter().any(|(name, given)| !is_declared(name, given));
        if !is_elsewhere || environment.is_some() {
            return Ok(());
        }
        let is_declared = matches!(api.base(), DeclaredBase::Urls(_));
        if is_declared && self.base.is_none() && api.uses(EndpointBase::Api) {
            return Err(BuildErrorKind::BaseNotReplaced { base: None });
        }
        let is_given = |name: &str| self.named.iter().any(|(given, _)| given == name);
        let mut others = api.bases().iter().map(NamedBase::name);
        match others.find(|name| !is_given(name) && api.uses(EndpointBase::Named(name))) {
            Some(base) => Err(BuildErrorKind::BaseNotReplaced { base: Some(base) }),
            None => Ok(()),
        }
    }

    /// The environment of the base URL that was given, where it is one of those declared.
    fn environment(&self) -> Option<&'static str> {
        match (&self.base, C::API.base()) {
            (Some(given), DeclaredBase::Urls(declared)) => given.environment(declared),
            _ => None,
        }
    }

    fn finish(self) -> Client {
        let environment = self.environment();
        let named = C::API.bases().iter().map(|base| {
            let given = self.named.iter().find(|(name, _)| name == base.name());
            let declared = || BaseUrl::from(base.url(environment));
            let url = given.map_or_else(declared, |(_, url)| url.clone());
            Base::of(url.resolve("", self.allow_http))
        });
        let named = named.collect();
        let (given, path) = match (self.base, C::API.base()) {
            (Some(base), DeclaredBase::Path(path)) => (base, path),
            (Some(base), DeclaredBase::Urls(_)) => (base, ""),
            (None, DeclaredBase::Urls(urls)) => {
                (urls.first().map_or("", |(_, url)| url).into(), "")
            }
            (None, DeclaredBase::Path(path)) => (BaseUrl::from(""), path),
            (_, DeclaredBase::None) => (BaseUrl::from(""), ""),
        };
        let headers = C::API.headers().iter().filter_map(|(name, value)| {
            Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_static(value)))
        });
        let base = Base::of(given.resolve(path, self.allow_http));
        let given = self.transport.and_then(Result::ok);
        Client::of(Inner {
            api: C::API,
            base,
            named,
            metadata: self.metadata.map_or_else(OnceLock::new, OnceLock::from),
            allow_http: self.allow_http,
            endpoints: C::API.endpoints().iter().map(|_| Prepared::default()).collect(),
            auth: self.auth.unwrap_or_default(),
            headers: headers.collect(),
            limits: self.limits,
            strict: self.strict,
            retry: self.retry,
            transport: given.unwrap_or_else(|| {
                default_transport(Settings { timeout: self.limits.timeout, ..self.settings })
            }),
        })
    }
}

fn failed<C: ApiClient>(kind: BuildErrorKind) -> Error {
    BuildError::new(C::API.name(), kind).into()
}

impl Client {
    /// Makes a client with the default settings, for an API whose bases are fixed or that learns its URLs here.
    #[must_use]
    pub fn of_server<C: ApiClient>(
        metadata: impl Into<ServerMetadata>,
        credentials: &C::Credentials,
    ) -> Self {
        let mut builder = ClientBuilder::<C>::new().metadata(metadata);
        builder.auth = Some(AuthHeaders::of(credentials));
        builder.finish()
    }

    /// Makes a client with the default settings, for an API whose base is fixed.
    #[must_use]
    pub fn new<C: ApiClient>(credentials: &C::Credentials) -> Self {
        let mut builder = ClientBuilder::<C>::new();
        builder.auth = Some(AuthHeaders::of(credentials));
        builder.finish()
    }
}

#[cfg(feature = "keeper")]
impl<C: ApiClient<Credentials: From<Bearer>>> ClientBuilder<C> {
    /// Sets the login whose token each call is sent with.
    ///
    /// The token is asked for when the call is awaited, within the time of the call. Where the server answers 401 with
    /// `invalid_token` ([RFC 6750, section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)), the keeper is told, and a
    /// call that may be repeated ([`Retry`]) is sent once more with another token.
    pub fn bearer(mut self, login: impl Into<Bearer>) -> Self {
        self.auth = Some(AuthHeaders::of(&C::Credentials::from(login.into())));
        self
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
