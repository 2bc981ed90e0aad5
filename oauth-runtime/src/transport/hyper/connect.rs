//! Connections: a name, TCP and TLS, within the time that a connection may take.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::transport::names;

/// How long a connection may be silent before the system asks whether the other side is still there, and how long between
/// two such questions.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

type Connecting<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// Makes connections.
#[derive(Clone)]
pub(super) struct Connector(Arc<Inner>);

struct Inner {
    https: HttpsConnector<HttpConnector<Names>>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(tls: ClientConfig, names: Names, timeout: Duration) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(names);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(3));
        // Of several addresses, each gets its share of the time.
        tcp.set_connect_timeout(Some(timeout));
        Self(Arc::new(Inner { https: HttpsConnector::from((tcp, tls)), timeout }))
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Connecting<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        // Neither the name nor TLS has a limit of its own.
        let connecting = tokio::time::timeout(self.0.timeout, self.0.https.clone().call(uri));
        Box::pin(async move {
            let timed_out = || io::Error::from(io::ErrorKind::TimedOut);
            connecting.await.unwrap_or_else(|_| Err(timed_out().into()))
        })
    }
}

/// Finds the addresses of hosts: those given, else what the system says.
#[derive(Clone, Default)]
pub(super) struct Names(Arc<BTreeMap<String, Vec<SocketAddr>>>);

impl Names {
    pub(super) fn new(given: BTreeMap<String, Vec<SocketAddr>>) -> Self {
        Self(Arc::new(given))
    }
}

impl Service<Name> for Names {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Connecting<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let given = self.0.get(name.as_str()).cloned();
        Box::pin(async move {
            let addresses = match given {
                Some(addresses) => names::believed(name.as_str(), addresses.into_iter()),
                None => {
                    names::believed(name.as_str(), GaiResolver::new().call(name.clone()).await?)
                }
            };
            addresses.map(Vec::into_iter)
        })
    }
}
