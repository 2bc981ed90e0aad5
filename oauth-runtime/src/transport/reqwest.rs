//! reqwest as a transport: with its own URL type, so that no URL is parsed a second time.

use std::io;
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Url;

use crate::encode::prepared::PreparedRequest;
use crate::encode::root::is_loopback;
use crate::error::{BuildErrorKind, Delivery, TransportError, TransportErrorKind};
use crate::transport::failure;
use crate::transport::incoming::Receiving;
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;
use crate::transport::names;
use crate::transport::outgoing::{Outgoing, Progress};
use crate::transport::settings::Settings;

/// reqwest, set up when the first call is sent or given by the caller.
pub(crate) struct ReqwestTransport {
    client: OnceLock<Client>,
    /// The one for this machine: a proxy must not get what is sent there in plain text.
    local: OnceLock<Client>,
    settings: Settings,
    /// The time that the client itself gives a call, where it is known.
    own_timeout: Option<Duration>,
    /// The client may follow redirects, whatever its owner was asked for.
    may_redirect: bool,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: Settings) -> Self {
        let own_timeout = Some(settings.timeout);
        let (client, local) = (OnceLock::new(), OnceLock::new());
        Self { client, local, settings, own_timeout, may_redirect: false }
    }

    /// Takes a client as it is: its owner has switched redirects and retries off.
    pub(crate) fn ready(client: Client) -> Self {
        Self {
            local: OnceLock::from(client.clone()),
            client: OnceLock::from(client),
            settings: Settings::default(),
            own_timeout: None,
            may_redirect: true,
        }
    }

    /// Finishes a builder of the caller's.
    pub(crate) fn finish(builder: reqwest::ClientBuilder) -> Result<Self, BuildErrorKind> {
        Ok(Self { may_redirect: false, ..Self::ready(finish(builder)?) })
    }

    fn client(&self, url: &Url) -> Result<&Client, BuildErrorKind> {
        let is_local = is_loopback(url);
        let place = if is_local { &self.local } else { &self.client };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        // Bodies come as they are, whatever features of reqwest another crate switches on.
        let builder = Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
        let mut builder = builder.connect_timeout(self.settings.connect_timeout);
        builder = builder.timeout(self.settings.timeout);
        if let Some(user_agent) = &self.settings.user_agent {
            builder = builder.user_agent(user_agent.clone());
        }
        if is_local {
            builder = builder.no_proxy().dns_resolver(LocalNames);
        }
        let client = finish(builder)?;
        Ok(place.get_or_init(|| client))
    }

    fn sent(
        &self,
        mut request: reqwest::Request,
        body: Bytes,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        if tokio::runtime::Handle::try_current().is_err() {
            let error = TransportError::new(TransportErrorKind::NoRuntime, Delivery::NotSent);
            return Ok(Box::pin(std::future::ready(Err(error))));
        }
        let client = self.client(request.url())?;
        // A time for one request costs it two allocations.
        if self.own_timeout != Some(limits.timeout) {
            *request.timeout_mut() = Some(limits.timeout);
        }
        let progress = Progress::new();
        *request.body_mut() = Some(reqwest::Body::wrap(Outgoing::new(body, progress.clone())));
        let asked = self.may_redirect.then(|| request.url().clone());
        // Nothing is sent before it is polled, and what waits for the response is smaller than the request.
        let response = client.execute(request);
        Ok(Box::pin(async move {
            let response =
                response.await.map_err(|error| failed(error, |seen| progress.delivery(seen)))?;
            if asked.is_some_and(|asked| *response.url() != asked) {
                return Err(TransportError::new(
                    TransportErrorKind::Redirected,
                    Delivery::Answered,
                ));
            }
            read(response, limits.max_body).await
        }))
    }
}

/// Finds the addresses of hosts, of which `localhost` has those of this machine only.
struct LocalNames;

impl Resolve for LocalNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let believed = names::believed(name.as_str(), lookup(name.as_str()).await?)?;
            Ok(Box::new(believed.into_iter()) as Addrs)
        })
    }
}

/// What the system says, which may be wrong.
async fn lookup(host: &str) -> io::Result<impl Iterator<Item = SocketAddr>> {
    #[cfg(test)]
    if host == tests::ELSEWHERE {
        return Ok(vec![SocketAddr::from(([192, 0, 2, 1], 0))].into_iter());
    }
    let found: Vec<_> = tokio::net::lookup_host((host, 0)).await?.collect();
    Ok(found.into_iter())
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| -> TransportFuture {
            let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
            Box::pin(std::future::ready(Err(error.with_source(source))))
        };
        let (head, body) = request.into_parts();
        match reqwest::Request::try_from(http::Request::from_parts(head, Bytes::new())) {
            Ok(request) => self
                .sent(request, body, limits)
                .unwrap_or_else(|kind| failed(kind.to_string().into())),
            Err(error) => failed(error.without_url().into()),
        }
    }

    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        let (request, body) = request.into_reqwest_and_body();
        self.sent(request, body.unwrap_or_default(), limits)
    }
}

impl PreparedRequest {
    /// Returns the request for a [`reqwest::Client`]. The `Debug` of that type shows the URL with the secrets that it has.
    #[must_use]
    pub fn into_reqwest(self) -> reqwest::Request {
        let (mut request, body) = self.into_reqwest_and_body();
        *request.body_mut() = body.map(reqwest::Body::from);
        request
    }

    fn into_reqwest_and_body(self) -> (reqwest::Request, Option<Bytes>) {
        let (endpoint, url, headers, body) = self.into_parts();
        let mut request = reqwest::Request::new(endpoint.method().clone(), url);
        *request.headers_mut() = headers;
        (request, body)
    }
}

/// Finishes a client builder: no redirects, no retries.
fn finish(builder: reqwest::ClientBuilder) -> Result<Client, BuildErrorKind> {
    let builder =
        builder.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never());
    builder.build().map_err(|error| BuildErrorKind::HttpClient(Box::new(error)))
}

/// Reads a response up to the limit.
async fn read(
    mut response: reqwest::Response,
    max_body: usize,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut body = Receiving::new(response.content_length().unwrap_or(0), max_body)?;
    while let Some(piece) = response.chunk().await.map_err(|error| failed(error, |seen| seen))? {
        body.push(piece)?;
    }
    let mut answer = http::Response::new(body.finish());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}

/// Tells the kinds of failure apart, and the delivery, as the request itself has it where the connection cannot tell. The URL
/// is taken off: its query may hold a secret.
fn failed(error: reqwest::Error, delivered: impl Fn(Delivery) -> Delivery) -> TransportError {
    let error = error.without_url();
    let timed_out = error.is_timeout();
    let (kind, delivery) = if error.is_connect() {
        (failure::of_connection(&error, timed_out), Delivery::NotSent)
    } else if error.is_builder() {
        (TransportErrorKind::Other, Delivery::NotSent)
    } else if timed_out || error.is_request() || error.is_body() || error.is_decode() {
        failure::of_exchange(&error, timed_out)
    } else {
        (TransportErrorKind::Other, Delivery::Ambiguous)
    };
    TransportError::new(kind, delivered(delivery)).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that a resolver is wrong about.
    pub(super) const ELSEWHERE: &str = "elsewhere.localhost";

    #[tokio::test]
    async fn localhost_is_nowhere_else() {
        let transport = ReqwestTransport::new(Settings::default());
        let request = http::Request::get(format!("http://{ELSEWHERE}:9/")).body(Bytes::new());
        let error = transport.send(request.unwrap(), Limits::default()).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        let mut causes = std::iter::successors(std::error::Error::source(&error), |it| it.source());
        assert!(causes.any(|it| it.to_string().contains("not on this machine")), "{error:?}");
    }
}
