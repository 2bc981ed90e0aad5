//! An OAuth server of another make, [`oauth2_test_server`], with its endpoints where Mastodon has them.

use std::time::Duration;

use axum::Router;
use oauth2_test_server::router::build_router;
use oauth2_test_server::{AppState, IssuerConfig};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{App, Failure};

/// A server on a port of its own on `127.0.0.1`.
pub(crate) struct Server {
    origin: String,
    state: AppState,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut state = AppState::new(IssuerConfig {
            host: address.ip().to_string(),
            port: address.port(),
            scopes_supported: ["read", "write"].map(str::to_owned).into(),
            ..IssuerConfig::default()
        });
        let origin = std::mem::take(&mut state.base_url);
        state.base_url = format!("{origin}/oauth");

        let router = Router::new().nest("/oauth", build_router(state.clone()));
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(async move {
            let serve =
                axum::serve(listener, router).with_graceful_shutdown(async { drop(stopped.await) });
            drop(serve.await);
        });
        Ok(Self { origin, state, stop, serving })
    }

    /// Registers an application, which a person does by hand at an instance.
    pub(crate) async fn register_app(&self) -> Result<App, Failure> {
        let redirect_uri = "https://app.example/callback".to_owned();
        let asked = json!({ "client_name": "quickstart", "redirect_uris": [redirect_uri], "scope": "read write" });
        let client = self.state.register_client(asked).await?;
        Ok(App {
            instance: self.origin.clone(),
            client_id: client.client_id,
            client_secret: client.client_secret.ok_or("the server gave no client secret")?.into(),
            redirect_uri,
            scope: "read".to_owned(),
        })
    }

    /// Stops, and waits a little for the last connections to close.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        drop(timeout(Duration::from_secs(2), self.serving).await);
    }
}
