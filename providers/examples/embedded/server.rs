//! An OAuth server of another make, [`oauth2_test_server`], for the examples that sign a person in.
//!
//! That server lets everybody in without a question. Here it has a page that asks, where a device is let in as well, and it takes a
//! loopback address with any port, as RFC 8252, section 7.3, asks of servers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use oauth_runtime::Url;
use oauth2_test_server::router::build_router;
use oauth2_test_server::{AppState, IssuerConfig};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Longer requests and responses are cut off.
const LONGEST: usize = 1 << 20;

/// A server on a port of its own on `127.0.0.1`, until it is dropped.
pub(crate) struct Server {
    pub(crate) origin: String,
    pub(crate) client_id: String,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

/// What the page knows beside the server.
struct Desk {
    state: AppState,
    /// Device codes by the codes that people enter.
    device_codes: Mutex<BTreeMap<String, String>>,
    refreshes: AtomicUsize,
}

impl Server {
    /// Starts a server whose access tokens live so many seconds, and registers an application.
    pub(crate) async fn start(access_token_expires_in: u64) -> Result<Self, crate::Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = AppState::new(IssuerConfig {
            host: address.ip().to_string(),
            port: address.port(),
            access_token_expires_in,
            ..IssuerConfig::default()
        });
        let origin = state.base_url.clone();
        let asked = json!({ "redirect_uris": ["http://127.0.0.1/callback"], "scope": "profile" });
        let client_id = state.register_client(asked).await?.client_id;

        let router = build_router(state.clone());
        let desk = Desk { state, device_codes: Mutex::default(), refreshes: AtomicUsize::new(0) };
        let desk = Arc::new(desk);
        let router = router.layer(from_fn_with_state(Arc::clone(&desk), ask));
        let serving = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok(Self { origin, client_id, desk, serving })
    }

    /// How many refreshes were asked for so far.
    #[allow(dead_code, reason = "one of the two examples tells")]
    pub(crate) fn refreshes(&self) -> usize {
        self.desk.refreshes.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Stands before the server: asks the person, and notes what is asked.
async fn ask(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<BTreeMap<String, String>>,
    request: Request,
    next: Next,
) -> Response {
    let asked = |name| asked.get(name).map_or("", String::as_str);
    match (request.uri().path(), asked("consent")) {
        ("/authorize" | "/device", "") => consent_page(request.uri().query().unwrap_or_default()),
        ("/authorize", "yes")
            if desk.registers(asked("client_id"), asked("redirect_uri")).await =>
        {
            next.run(request).await
        }
        ("/authorize", _) => refusal(asked("redirect_uri"), asked("state")),
        ("/device", _) => desk.approve(asked("user_code")).await,
        ("/device/code", _) => desk.note_device(next.run(request).await).await,
        ("/token", _) => match desk.note_refresh(request).await {
            Some(request) => next.run(request).await,
            None => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        },
        _ => next.run(request).await,
    }
}

fn consent_page(query: &str) -> Response {
    let query = query.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    Html(format!(
        "<!doctype html><title>Consent</title><p>May the example know who you are?\
         <p><a id=\"yes\" href=\"?{query}&amp;consent=yes\">Yes</a> <a id=\"no\" href=\"?{query}&amp;consent=no\">No</a>"
    ))
    .into_response()
}

/// RFC 6749, section 4.1.2.1.
fn refusal(redirect_uri: &str, state: &str) -> Response {
    let pairs = [("error", "access_denied"), ("error_description", "<b>No</b>"), ("state", state)];
    match Url::parse_with_params(redirect_uri, pairs) {
        Ok(url) if is_loopback(&url) => Redirect::to(url.as_str()).into_response(),
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}

impl Desk {
    /// Tells whether the address is the registered one, apart from its port, and has the server know it.
    async fn registers(&self, client_id: &str, redirect_uri: &str) -> bool {
        let Ok(url) = Url::parse(redirect_uri) else { return false };
        let Some(mut client) = self.state.store.get_client(client_id).await else { return false };
        if is_loopback(&url) && url.path() == "/callback" {
            client.redirect_uris.push(redirect_uri.to_owned());
            self.state.store.insert_client(client).await;
            return true;
        }
        false
    }

    async fn approve(&self, user_code: &str) -> Response {
        let codes = || self.device_codes.lock().unwrap_or_else(PoisonError::into_inner);
        let device_code = codes().remove(user_code);
        match device_code {
            Some(code) if self.state.approve_device_code(&code, "somebody").await.is_some() => {
                Html("<!doctype html><title>Done</title><p>The device is let in.").into_response()
            }
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Notes which device code goes with the code that the person enters.
    async fn note_device(&self, response: Response) -> Response {
        let (head, body) = response.into_parts();
        let body = to_bytes(body, LONGEST).await.unwrap_or_default();
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let said = |name| answer.get(name).and_then(Value::as_str);
        if let (Some(user), Some(device)) = (said("user_code"), said("device_code")) {
            let mut codes = self.device_codes.lock().unwrap_or_else(PoisonError::into_inner);
            codes.insert(user.to_owned(), device.to_owned());
        }
        Response::from_parts(head, Body::from(body))
    }

    /// Counts a refresh.
    async fn note_refresh(&self, request: Request) -> Option<Request> {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, LONGEST).await.ok()?;
        if body.split(|byte| *byte == b'&').any(|pair| pair == b"grant_type=refresh_token") {
            self.refreshes.fetch_add(1, Ordering::Relaxed);
        }
        Some(Request::from_parts(head, Body::from(body)))
    }
}
