//! An OAuth server of another make, `oauth2-test-server`, with its endpoints where a vendor has them.
//!
//! It knows nothing of this project: what both understand is what the RFCs say. It keeps everything in memory, lets
//! everybody in without a question, and checks less than a vendor does.

use std::fmt;
use std::future::IntoFuture;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use oauth2_test_server::crypto::build_jwks_json;
use oauth2_test_server::router::build_router;
use oauth2_test_server::store::InMemoryStore;
use oauth2_test_server::{AppState, IssuerConfig, Keys};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// No test takes longer.
const MAX_LIFE: Duration = Duration::from_secs(60);

/// One key for the servers of all tests: making one takes longer than a test.
static KEYS: LazyLock<(Arc<Keys>, Arc<Value>)> = LazyLock::new(|| {
    let keys = Keys::generate();
    let public = build_jwks_json(&keys);
    (Arc::new(keys), Arc::new(public))
});

/// A server on a port of its own on `127.0.0.1`, until it is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct OAuthServer {
    origin: String,
    state: AppState,
    /// Ends the server with its connections when this is dropped.
    _stop: oneshot::Sender<()>,
}

/// An application that the server knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registered {
    /// Its client identifier.
    pub client_id: String,
    /// Its client secret, which the server never asks for.
    pub client_secret: String,
}

impl OAuthServer {
    /// Starts a server that has `authorize`, `token`, `revoke`, `introspect` and more below this path, and knows these
    /// scopes, which have blanks between them.
    ///
    /// Errors of its authorization endpoint are sent to `/error`, whatever the path.
    pub async fn nested_at(path: &str, scopes: &str) -> Self {
        Self::nested_at_each(&[path], scopes).await
    }

    /// Starts a server that has the same endpoints below each of these paths, for vendors that spread them; the first
    /// one is in the issuer of its tokens.
    pub async fn nested_at_each(paths: &[&str], scopes: &str) -> Self {
        let bound = TcpListener::bind("127.0.0.1:0").await;
        let (address, listener) = bound
            .and_then(|listener| Ok((listener.local_addr()?, listener)))
            .unwrap_or_else(|error| unreachable!("127.0.0.1 gives every test a port: {error}"));
        let origin = format!("http://{address}");
        let paths = || paths.iter().map(|path| path.trim_end_matches('/'));

        let config = IssuerConfig {
            scopes_supported: scopes.split_whitespace().map(str::to_owned).collect(),
            ..IssuerConfig::default()
        };
        let (keys, jwks_json) = LazyLock::force(&KEYS).clone();
        let state = AppState {
            config: Arc::new(config),
            base_url: format!("{origin}{}", paths().next().unwrap_or_default()),
            store: Arc::new(InMemoryStore::default()),
            keys,
            jwks_json,
        };

        let endpoints = build_router(state.clone());
        let router = paths().fold(Router::new(), |router, path| match path {
            "" => router.merge(endpoints.clone()),
            _ => router.nest(path, endpoints.clone()),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let serve =
            axum::serve(listener, router).with_graceful_shutdown(async { drop(stopped.await) });
        drop(tokio::spawn(timeout(MAX_LIFE, serve.into_future())));
        Self { origin, state, _stop: stop }
    }

    /// Gives `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Gives the origin with this path, which begins with `/`, behind it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Registers an application: `redirect_uris` and `scope` at least.
    ///
    /// [RFC 7591, section 2](https://www.rfc-editor.org/rfc/rfc7591#section-2)
    ///
    /// # Panics
    ///
    /// When the server refuses.
    pub async fn register(&self, metadata: Value) -> Registered {
        let registered = self.state.register_client(metadata).await;
        let client = registered.unwrap_or_else(|error| unreachable!("not registered: {error:?}"));
        Registered {
            client_id: client.client_id,
            client_secret: client.client_secret.unwrap_or_default(),
        }
    }

    /// Tells whether the server has revoked this access token; nothing where it has not kept it.
    pub async fn is_revoked(&self, access_token: &str) -> Option<bool> {
        self.state.store.get_token(access_token).await.map(|token| token.revoked)
    }

    /// Has a person agree to the sign-in of this device.
    ///
    /// # Panics
    ///
    /// When the server knows no such device.
    pub async fn agree_to_device(&self, device_code: &str) {
        let asked = self.state.store.get_device_code(device_code).await;
        let mut asked = asked.unwrap_or_else(|| unreachable!("no such device"));
        asked.approved = true;
        asked.user_id = Some("a person".to_owned());
        self.state.store.update_device_code(device_code, asked).await;
    }

    /// Tells whether the server still waits for this authorization code.
    pub async fn waits_for(&self, code: &str) -> bool {
        self.state.store.get_code(code).await.is_some()
    }
}

impl fmt::Debug for OAuthServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OAuthServer")
            .field("base_url", &self.state.base_url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn endpoints_are_below_the_path() {
        for (path, below) in
            [("/oauth2/v3", "/oauth2/v3"), ("/oauth/", "/oauth"), ("/", ""), ("", "")]
        {
            let server = OAuthServer::nested_at(path, "read").await;
            let url = server.url(&format!("{below}/revoke"));
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let answer = client.post(url).form(&[("token", "made-up")]).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
        }
    }

    #[tokio::test]
    async fn server_and_connections_end_when_it_is_dropped() {
        let server = OAuthServer::nested_at("/oauth", "read").await;
        let address = server.origin().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 404");

        drop(server);
        let rest = timeout(Duration::from_secs(5), stream.read_to_end(&mut Vec::new())).await;
        assert!(rest.is_ok(), "the connection is still open");
        assert!(TcpStream::connect(&address).await.is_err(), "the port is still open");
    }
}
