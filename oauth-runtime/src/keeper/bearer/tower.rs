//! A layer of tower that adds the token of a login.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::AUTHORIZATION;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::keeper::bearer::hosts::{BearerHosts, HostError};
use crate::keeper::error::KeeperError;

/// Adds the token of a login to the requests of a service, to named hosts only.
///
/// Where the server answers 401 with `invalid_token`, the keeper is told, and the next request has another token: a layer for
/// retries belongs around this one.
///
/// ```
/// # fn example<S>(alice: oauth_runtime::keeper::Login, client: S) {
/// use tower_layer::Layer as _;
///
/// let client = alice.bearer_for(["api.vendor.example"]).layer().layer(client);
/// # drop(client);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct BearerLayer(BearerHosts);

/// A service whose requests have the token of a login.
#[derive(Clone, Debug)]
pub struct BearerService<S> {
    hosts: BearerHosts,
    service: S,
}

impl BearerHosts {
    /// Makes a layer for [`tower`](https://docs.rs/tower) services.
    #[must_use]
    pub fn layer(&self) -> BearerLayer {
        BearerLayer(self.clone())
    }
}

impl<S> Layer<S> for BearerLayer {
    type Service = BearerService<S>;

    fn layer(&self, service: S) -> BearerService<S> {
        BearerService { hosts: self.0.clone(), service }
    }
}

impl<S, B, R> Service<Request<B>> for BearerService<S>
where
    S: Service<Request<B>, Response = Response<R>, Future: Send, Error: Send>
        + Clone
        + Send
        + 'static,
    B: Send + 'static,
    R: Send + 'static,
{
    type Response = Response<R>;
    type Error = ServiceError<S::Error>;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context).map_err(ServiceError::Service)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The service that is ready is this one, and not its clone.
        let clone = self.service.clone();
        let mut service = std::mem::replace(&mut self.service, clone);
        let hosts = self.hosts.clone();
        Box::pin(async move {
            hosts.check(request.uri()).map_err(ServiceError::Host)?;
            let token = hosts.token().await.map_err(ServiceError::Keeper)?;
            let authorization =
                token.authorization().ok_or(ServiceError::Keeper(KeeperError::NoToken))?;
            request.headers_mut().insert(AUTHORIZATION, authorization);
            let response = service.call(request).await.map_err(ServiceError::Service)?;
            hosts.note(&token, response.status(), response.headers());
            Ok(response)
        })
    }
}

/// Why a service has no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServiceError<E> {
    /// The token is not for the host of the request.
    Host(HostError),
    /// There is no token.
    Keeper(KeeperError),
    /// The service failed.
    Service(E),
}

impl<E: fmt::Display> fmt::Display for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(error) => error.fmt(f),
            Self::Keeper(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for ServiceError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Host(error) => error.source(),
            Self::Keeper(error) => error.source(),
            Self::Service(error) => error.source(),
        }
    }
}
