//! reqwest as a transport: with its own URL type, so that no URL is parsed a second time.

use std::sync::OnceLock;

use bytes::{Bytes, BytesMut};
use reqwest::Client;

use crate::encode::prepared::PreparedRequest;
use crate::error::{BuildErrorKind, Delivery, TransportError, TransportErrorKind};
use crate::transport::failure;
use crate::transport::interface::{Transport, TransportFuture};
use crate::transport::limits::Limits;
use crate::transport::settings::Settings;

/// reqwest, set up when the first call is sent or given by the caller.
pub(crate) struct ReqwestTransport {
    client: OnceLock<Client>,
    settings: Settings,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { client: OnceLock::new(), settings }
    }

    /// Takes a client as it is: its owner has switched redirects and retries off.
    pub(crate) fn ready(client: Client) -> Self {
        Self { client: OnceLock::from(client), settings: Settings::default() }
    }

    /// Finishes a builder of the caller's.
    pub(crate) fn finish(builder: reqwest::ClientBuilder) -> Result<Self, BuildErrorKind> {
        finish(builder).map(Self::ready)
    }

    fn client(&self) -> Result<Client, BuildErrorKind> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        // Bodies come as they are, whatever features of reqwest another crate switches on.
        let builder = Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
        let mut builder = builder.connect_timeout(self.settings.connect_timeout);
        if let Some(user_agent) = &self.settings.user_agent {
            builder = builder.user_agent(user_agent.clone());
        }
        if self.settings.loopback {
            builder = builder.no_proxy();
        }
        let client = finish(builder)?;
        Ok(self.client.get_or_init(|| client).clone())
    }

    fn sent(
        &self,
        request: reqwest::Request,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        Ok(Box::pin(send(self.client()?, request, limits)))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| -> TransportFuture {
            let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
            Box::pin(std::future::ready(Err(error.with_source(source))))
        };
        match reqwest::Request::try_from(request) {
            Ok(request) => {
                self.sent(request, limits).unwrap_or_else(|kind| failed(kind.to_string().into()))
            }
            Err(error) => failed(error.without_url().into()),
        }
    }

    fn carry(
        &self,
        request: PreparedRequest,
        limits: Limits,
    ) -> Result<TransportFuture, BuildErrorKind> {
        self.sent(request.into_reqwest(), limits)
    }
}

impl PreparedRequest {
    /// Returns the request for a [`reqwest::Client`]. The `Debug` of that type shows the URL with the secrets that it has.
    #[must_use]
    pub fn into_reqwest(self) -> reqwest::Request {
        let (endpoint, url, headers, body) = self.into_parts();
        let mut request = reqwest::Request::new(endpoint.method().clone(), url);
        *request.headers_mut() = headers;
        *request.body_mut() = body.map(reqwest::Body::from);
        request
    }
}

/// Finishes a client builder: no redirects, no retries.
fn finish(builder: reqwest::ClientBuilder) -> Result<Client, BuildErrorKind> {
    let builder =
        builder.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never());
    builder.build().map_err(|error| BuildErrorKind::HttpClient(Box::new(error)))
}

/// Sends a request once and reads the answer up to the limit.
async fn send(
    client: Client,
    mut request: reqwest::Request,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    *request.timeout_mut() = Some(limits.timeout);
    let asked = request.url().clone();
    let mut response = client.execute(request).await.map_err(failed)?;
    if *response.url() != asked {
        return Err(TransportError::new(TransportErrorKind::Redirected, Delivery::Answered));
    }
    let too_large = || TransportError::new(TransportErrorKind::TooLarge, Delivery::Answered);
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limits.max_body {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > limits.max_body {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    let mut answer = http::Response::new(body.freeze());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}

/// Tells the kinds of failure apart. The URL is taken off: its query may hold a secret.
fn failed(error: reqwest::Error) -> TransportError {
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
    TransportError::new(kind, delivery).with_source(error)
}
