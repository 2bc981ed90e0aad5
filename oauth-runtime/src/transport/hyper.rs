//! A transport on hyper's client with rustls.

mod connect;
#[cfg(not(feature = "reqwest"))]
pub(crate) mod default;

use std::collections::BTreeMap;
use std::fmt;
use std::future::{poll_fn, ready};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ::hyper::body::{Body as _, Incoming};
use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, USER_AGENT};
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls_platform_verifier::Verifier;
use tokio::runtime::Handle;

use crate::error::{
    BuildError, BuildErrorKind, Delivery, Error, TransportError, TransportErrorKind,
};
use crate::transport::failure;
use crate::transport::hyper::connect::{Connector, Names};
use crate::transport::incoming::Receiving;
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;
use crate::transport::outgoing::{Outgoing, Progress};
use crate::transport::settings::Settings;

/// How long a connection waits for the next call: less than the common servers and balancers leave it open (60 and 75
/// seconds), so that seldom one ends just when a call is on its way, which nobody sends again.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// A [`Transport`] on hyper's client with rustls: HTTP/1.1 and HTTP/2, with connections that are kept for the next call.
///
/// It sends each request once, whatever becomes of the connection, follows no redirect and unpacks nothing. It takes no
/// proxy from the environment. Names that end with `localhost` are looked for on this machine only. Clones share their
/// connections.
///
/// A call needs a Tokio runtime with time and I/O; outside one it ends with [`TransportErrorKind::NoRuntime`].
///
/// ```
/// use std::time::Duration;
///
/// use oauth_runtime::transport::HyperTransport;
/// use oauth_runtime::{ClientBuilder, Error};
///
/// # fn example<C: oauth_runtime::ApiClient>(builder: ClientBuilder<C>) -> Result<C, Error> {
/// let transport = HyperTransport::builder().connect_timeout(Duration::from_secs(3)).build()?;
/// builder.transport(transport).build()
/// # }
/// ```
#[derive(Clone)]
pub struct HyperTransport(Arc<Inner>);

struct Inner {
    client: Client<Connector, Outgoing>,
    user_agent: Option<HeaderValue>,
}

impl HyperTransport {
    /// Makes a transport with the default settings.
    ///
    /// # Errors
    ///
    /// [`BuildErrorKind::HttpClient`] where the certificates that this machine trusts cannot be had.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Begins a transport with settings of your own.
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::with(&Settings::default())
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

/// Settings of a [`HyperTransport`] that is about to be made. Each has a safe default.
#[must_use = "a transport builder does nothing until it is built: end it with `.build()`"]
pub struct HyperTransportBuilder {
    connect_timeout: Duration,
    user_agent: Option<HeaderValue>,
    pool_idle_timeout: Duration,
    pool_max_idle_per_host: usize,
    tls: Option<ClientConfig>,
    http2_prior_knowledge: bool,
    names: BTreeMap<String, Vec<SocketAddr>>,
}

impl HyperTransportBuilder {
    fn with(settings: &Settings) -> Self {
        Self {
            connect_timeout: settings.connect_timeout,
            user_agent: settings.user_agent.clone(),
            pool_idle_timeout: POOL_IDLE_TIMEOUT,
            pool_max_idle_per_host: usize::MAX,
            tls: None,
            http2_prior_knowledge: false,
            names: BTreeMap::new(),
        }
    }

    /// Sets the time for making a connection, the name and TLS included. 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the `User-Agent` header of requests that have none, `oauth-runtime` with its version by default.
    ///
    /// A value that no header can carry leaves the header out.
    pub fn user_agent(mut self, user_agent: impl AsRef<str>) -> Self {
        self.user_agent = HeaderValue::from_str(user_agent.as_ref()).ok();
        self
    }

    /// Sets how long a connection waits for the next call. 50 seconds by default.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = timeout;
        self
    }

    /// Sets how many connections to one host wait for the next call. As many as there were by default; with 0, each call
    /// has a connection of its own.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle_per_host = connections;
        self
    }

    /// Sets how TLS is spoken: which authorities are trusted, with which certificate the client shows itself, which
    /// versions and ciphers are taken.
    ///
    /// By default, the certificates that the platform trusts are trusted. The protocols that `config` names for ALPN are
    /// offered; where it names none, HTTP/2 and HTTP/1.1.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use oauth_runtime::rustls;
    /// use oauth_runtime::transport::HyperTransport;
    ///
    /// # fn example(authority: rustls::pki_types::CertificateDer<'static>) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut roots = rustls::RootCertStore::empty();
    /// roots.add(authority)?;
    /// let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    /// let config = rustls::ClientConfig::builder_with_provider(provider)
    ///     .with_safe_default_protocol_versions()?
    ///     .with_root_certificates(roots)
    ///     .with_no_client_auth();
    /// let transport = HyperTransport::builder().tls_config(config).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tls_config(mut self, config: ClientConfig) -> Self {
        self.tls = Some(config);
        self
    }

    /// Speaks HTTP/2 only, without asking first: also over plain `http`.
    pub fn http2_prior_knowledge(mut self) -> Self {
        self.http2_prior_knowledge = true;
        self
    }

    /// Sets the addresses of a host, in place of those that the system finds. With port 0, the port is that of the URL.
    pub fn resolve(
        mut self,
        host: impl Into<String>,
        addresses: impl IntoIterator<Item = SocketAddr>,
    ) -> Self {
        self.names.insert(host.into().to_ascii_lowercase(), addresses.into_iter().collect());
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    ///
    /// [`BuildErrorKind::HttpClient`] where the certificates that this machine trusts cannot be had, and none were given.
    pub fn build(self) -> Result<HyperTransport, Error> {
        self.finish().map_err(|kind| BuildError::new("HyperTransport", kind).into())
    }

    fn finish(self) -> Result<HyperTransport, BuildErrorKind> {
        let mut tls = match self.tls {
            Some(tls) => tls,
            None => platform_tls().map_err(|error| BuildErrorKind::HttpClient(Box::new(error)))?,
        };
        if self.http2_prior_knowledge {
            tls.alpn_protocols = vec![b"h2".to_vec()];
        } else if tls.alpn_protocols.is_empty() {
            tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        }
        // What is sent early can be sent a second time by whoever listens (RFC 8446, section 8).
        tls.enable_early_data = false;
        let connector = Connector::new(tls, Names::new(self.names), self.connect_timeout);
        let client = Client::builder(TokioExecutor::new())
            // A request that hyper gives back unsent is given back, too.
            .retry_canceled_requests(false)
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle_per_host)
            .http2_only(self.http2_prior_knowledge)
            .build(connector);
        Ok(HyperTransport(Arc::new(Inner { client, user_agent: self.user_agent })))
    }
}

impl fmt::Debug for HyperTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("pool_max_idle_per_host", &self.pool_max_idle_per_host)
            .finish_non_exhaustive()
    }
}

/// Trusts what the platform trusts, with the process's provider of cryptography, or aws-lc-rs where it chose none.
fn platform_tls() -> Result<ClientConfig, rustls::Error> {
    let provider = match CryptoProvider::get_default() {
        Some(provider) => Arc::clone(provider),
        None => Arc::new(aws_lc_rs::default_provider()),
    };
    let verifier = Arc::new(Verifier::new(Arc::clone(&provider))?);
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(config)
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        if request.uri().scheme().is_none() || request.uri().authority().is_none() {
            let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
            return Box::pin(ready(Err(
                error.with_source("the URL of the request is not absolute")
            )));
        }
        let progress = Progress::new();
        let mut request = request.map(|body| Outgoing::new(body, progress.clone()));
        // The connection decides.
        *request.version_mut() = http::Version::HTTP_11;
        let headers = request.headers_mut();
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        if let Some(user_agent) = &self.0.user_agent {
            headers.entry(USER_AGENT).or_insert_with(|| user_agent.clone());
        }
        let response = self.0.client.request(request);
        Box::pin(async move {
            if Handle::try_current().is_err() {
                return Err(TransportError::new(TransportErrorKind::NoRuntime, Delivery::NotSent));
            }
            let exchange = exchange(response, &progress, limits.max_body);
            tokio::time::timeout(limits.timeout, exchange).await.unwrap_or_else(|_| {
                let delivery = progress.delivery(Delivery::Ambiguous);
                Err(TransportError::new(TransportErrorKind::Timeout, delivery))
            })
        })
    }
}

async fn exchange(
    response: ResponseFuture,
    progress: &Progress,
    most: usize,
) -> Result<http::Response<Bytes>, TransportError> {
    let response = response.await.map_err(|error| {
        let timed_out = failure::is_timeout(&error);
        let (kind, seen) = if error.is_connect() {
            (failure::of_connection(&error, timed_out), Delivery::NotSent)
        } else {
            failure::of_exchange(&error, timed_out)
        };
        TransportError::new(kind, progress.delivery(seen)).with_source(error)
    })?;
    let (head, body) = response.into_parts();
    let body = read(body, most).await?;
    Ok(http::Response::from_parts(head, body))
}

/// Reads a body, piece by piece up to the limit.
async fn read(mut body: Incoming, most: usize) -> Result<Bytes, TransportError> {
    let mut whole = Receiving::new(body.size_hint().lower(), most)?;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| {
            let (kind, delivery) = failure::of_exchange(&error, failure::is_timeout(&error));
            TransportError::new(kind, delivery).with_source(error)
        })?;
        // Trailers say nothing that anybody asks for.
        if let Ok(piece) = frame.into_data() {
            whole.push(piece)?;
        }
    }
    Ok(whole.finish())
}
