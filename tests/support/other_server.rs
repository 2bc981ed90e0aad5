//! An OAuth server of a third make, `oxide-auth`, which asks clients for their secret and a code for its verifier.
//!
//! It has no metadata of its own: what is published here says where its endpoints are and what it takes.

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use oxide_auth::code_grant::extensions::Pkce;
use oxide_auth::endpoint::{
    AccessTokenFlow, AuthorizationFlow, ClientCredentialsFlow, OwnerConsent, QueryParameter,
    RefreshFlow, Solicitation,
};
use oxide_auth::frontends::simple::endpoint::{FnSolicitor, Generic, Vacant};
use oxide_auth::frontends::simple::extensions::{AddonList, Extended};
use oxide_auth::primitives::authorizer::AuthMap;
use oxide_auth::primitives::generator::RandomGenerator;
use oxide_auth::primitives::issuer::TokenMap;
use oxide_auth::primitives::registrar::{
    Client, ClientMap, PasswordPolicy, RegisteredUrl, RegistrarError,
};
use oxide_auth_axum::{OAuthRequest, OAuthResponse};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// No test takes longer.
const MAX_LIFE: Duration = Duration::from_secs(60);

/// A server on a port of its own on `127.0.0.1`, until it is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct OtherServer {
    origin: String,
    /// Ends the server with its connections when this is dropped.
    _stop: oneshot::Sender<()>,
}

/// How the server takes the secret of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "RFC 6749 has two ways")]
pub enum SecretIn {
    /// In the header.
    Basic,
    /// In the body.
    Post,
}

#[derive(Clone)]
struct Shared {
    metadata: Arc<Value>,
    secret_in: SecretIn,
    parts: Arc<Mutex<Parts>>,
}

/// What the flows of the server have in common.
struct Parts {
    registrar: ClientMap,
    authorizer: AuthMap<RandomGenerator>,
    issuer: TokenMap<RandomGenerator>,
}

impl OtherServer {
    /// Starts a server that knows the client `confidential` with this secret and the client `public` without one, both with
    /// this redirect address.
    ///
    /// # Panics
    ///
    /// When the address is no URL.
    #[allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]
    pub async fn start(redirect_uri: &str, secret: &str, secret_in: SecretIn) -> Self {
        let bound = TcpListener::bind("127.0.0.1:0").await;
        let (address, listener) = bound
            .and_then(|listener| Ok((listener.local_addr()?, listener)))
            .unwrap_or_else(|error| unreachable!("127.0.0.1 gives every test a port: {error}"));
        let origin = format!("http://{address}");
        let method = match secret_in {
            SecretIn::Basic => "client_secret_basic",
            SecretIn::Post => "client_secret_post",
        };
        let metadata = json!({
            "issuer": origin,
            "authorization_endpoint": format!("{origin}/authorize"),
            "token_endpoint": format!("{origin}/token"),
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": [method, "none"],
        });

        let address = redirect_uri.parse().expect("a redirect address is a URL");
        let address = RegisteredUrl::Semantic(address);
        let scope = || "read".parse().expect("it is a scope");
        let mut registrar = ClientMap::new();
        registrar.set_password_policy(AsItIs);
        let confidential =
            Client::confidential("confidential", address.clone(), scope(), secret.as_bytes());
        registrar.register_client(confidential);
        registrar.register_client(Client::public("public", address, scope()));
        let issuer = TokenMap::new(RandomGenerator::new(16));
        let parts = Parts { registrar, authorizer: AuthMap::new(RandomGenerator::new(16)), issuer };

        let shared =
            Shared { metadata: Arc::new(metadata), secret_in, parts: Arc::new(Mutex::new(parts)) };
        let router = Router::new()
            .route("/.well-known/oauth-authorization-server", get(publish))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(shared);
        let (stop, stopped) = oneshot::channel::<()>();
        let serve =
            axum::serve(listener, router).with_graceful_shutdown(async { drop(stopped.await) });
        drop(tokio::spawn(timeout(MAX_LIFE, serve.into_future())));
        Self { origin, _stop: stop }
    }

    /// Gives `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl fmt::Debug for OtherServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OtherServer").field("origin", &self.origin).finish_non_exhaustive()
    }
}

async fn publish(State(shared): State<Shared>) -> Json<Value> {
    Json((*shared.metadata).clone())
}

/// Lets everybody in without a question.
async fn authorize(
    State(shared): State<Shared>,
    request: OAuthRequest,
) -> Result<OAuthResponse, StatusCode> {
    let mut parts = shared.parts.lock().unwrap_or_else(PoisonError::into_inner);
    let Parts { registrar, authorizer, issuer } = &mut *parts;
    let endpoint = Generic {
        registrar: &*registrar,
        authorizer,
        issuer,
        solicitor: FnSolicitor(|_: &mut OAuthRequest, _: Solicitation<'_>| {
            OwnerConsent::Authorized("a person".to_owned())
        }),
        scopes: Vacant,
        response: Vacant,
    };
    let flow = AuthorizationFlow::prepare(Extended::extend_with(endpoint, with_pkce()));
    flow.and_then(|mut flow| flow.execute(request)).map_err(|_| StatusCode::BAD_REQUEST)
}

async fn token(
    State(shared): State<Shared>,
    request: OAuthRequest,
) -> Result<OAuthResponse, StatusCode> {
    let mut parts = shared.parts.lock().unwrap_or_else(PoisonError::into_inner);
    let Parts { registrar, authorizer, issuer } = &mut *parts;
    let in_body = shared.secret_in == SecretIn::Post;
    let grant_type = request.body().and_then(|body| body.unique_value("grant_type"));
    let grant_type = grant_type.map(Cow::into_owned);
    let endpoint = Generic {
        registrar: &*registrar,
        authorizer,
        issuer,
        solicitor: FnSolicitor(|_: &mut OAuthRequest, asked: Solicitation<'_>| {
            OwnerConsent::Authorized(asked.pre_grant().client_id.clone())
        }),
        scopes: Vacant,
        response: Vacant,
    };
    let answered = match grant_type.as_deref() {
        Some("refresh_token") => {
            RefreshFlow::prepare(endpoint).and_then(|mut flow| flow.execute(request))
        }
        Some("client_credentials") => {
            ClientCredentialsFlow::prepare(endpoint).and_then(|mut flow| {
                flow.allow_credentials_in_body(in_body);
                flow.execute(request)
            })
        }
        _ => {
            let endpoint = Extended::extend_with(endpoint, with_pkce());
            AccessTokenFlow::prepare(endpoint).and_then(|mut flow| {
                flow.allow_credentials_in_body(in_body);
                flow.execute(request)
            })
        }
    };
    answered.map_err(|_| StatusCode::BAD_REQUEST)
}

/// Keeps secrets as they are: to derive a key, as the server does by itself, takes seconds without optimization.
struct AsItIs;

impl PasswordPolicy for AsItIs {
    fn store(&self, _: &str, secret: &[u8]) -> Vec<u8> {
        secret.to_vec()
    }

    fn check(&self, _: &str, secret: &[u8], stored: &[u8]) -> Result<(), RegistrarError> {
        if secret == stored { Ok(()) } else { Err(RegistrarError::Unspecified) }
    }
}

/// A code is asked for its verifier.
fn with_pkce() -> AddonList {
    let mut addons = AddonList::new();
    addons.push_code(Pkce::required());
    addons
}
