//! A web application at which a person signs in: a button, the account's page, and a button to sign out.
//!
//! `cargo run -p oauth-providers --example sign_in_web` starts it with an OAuth server of its own: open the address that it prints.
//! `-- --help` tells the rest. With `REDIS_URL` in the environment the logins are kept in Redis, and outlive the application.

#![allow(clippy::print_stdout, reason = "an example tells what it does")]

#[path = "embedded/server.rs"]
mod server;
#[path = "embedded/vendor.rs"]
mod vendor;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{OriginalUri, State as Shared};
use axum::http::{StatusCode, header::CACHE_CONTROL, header::REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use clap::Parser;
use oauth_runtime::keeper::{Keeper, LoginState, RedisStore};
use oauth_runtime::{Callback, Pkce, State};
use tokio::net::TcpListener;

use vendor::{AccountClient, VendorClient};

/// Signs persons in at an OAuth server.
#[derive(Parser)]
struct Arguments {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
    /// Address that browsers know it by, such as `https://app.example`; the one it listens on, unless said
    #[arg(long)]
    origin: Option<String>,
    /// Base URL of an OAuth server; without it, one of its own runs here
    #[arg(long, requires = "client_id")]
    server: Option<String>,
    /// Client identifier of the application at that server
    #[arg(long, requires = "server")]
    client_id: Option<String>,
}

type Failure = Box<dyn Error + Send + Sync>;

/// A person has this long to agree, and so many are awaited at a time.
const LONGEST_SIGN_IN: Duration = Duration::from_secs(10 * 60);
const MOST_SIGN_INS: usize = 10_000;

struct App {
    vendor: VendorClient,
    keeper: Keeper,
    server: String,
    client_id: String,
    redirect_uri: String,
    /// Cookies are sent over TLS only: anywhere but on loopback.
    secure: bool,
    /// The sign-ins that have begun, by the cookies of their browsers.
    begun: Mutex<BTreeMap<String, (Instant, State, Pkce)>>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let embedded = server::Server::start(3600).await?;
    let server = arguments.server.unwrap_or_else(|| embedded.origin.clone());
    let client_id = arguments.client_id.unwrap_or_else(|| embedded.client_id.clone());
    let listener = TcpListener::bind(&arguments.listen).await?;
    let here = format!("http://{}", listener.local_addr()?);
    let origin = arguments.origin.unwrap_or(here);

    let vendor = VendorClient::new(&server)?;
    let (refreshing, id) = (vendor.clone(), client_id.clone());
    let mut keeper = Keeper::refreshing(move |refresh_token| {
        refreshing.token().refresh().client_id(&id).refresh_token(refresh_token).into_request()
    });
    if let Ok(redis) = std::env::var("REDIS_URL") {
        // Whoever can read this Redis can read the tokens: `RedisStore::sealed` takes a key.
        let redis = redis::Client::open(redis)?.get_multiplexed_async_connection().await?;
        keeper = keeper.store(RedisStore::unsealed(redis));
    }
    let keeper = keeper.build();
    println!("Open {origin}");
    let redirect_uri = format!("{}/callback", origin.trim_end_matches('/'));
    let loopback = ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"];
    let secure = !loopback.iter().any(|it| origin.starts_with(it));
    let begun = Mutex::default();
    let app = App { vendor, keeper, server, client_id, redirect_uri, secure, begun };
    let router = Router::new()
        .route("/", get(home))
        .route("/sign-in", post(sign_in))
        .route("/callback", get(callback))
        .route("/sign-out", post(sign_out))
        .with_state(Arc::new(app));
    Ok(axum::serve(listener, router).await?)
}

async fn home(Shared(app): Shared<Arc<App>>, jar: CookieJar) -> Result<Response, AppError> {
    let button = |to, text| format!("<form method=post action={to}><button>{text}</button></form>");
    let Some(session) = jar.get(&app.cookie("session")) else {
        return Ok(page(StatusCode::OK, &button("/sign-in", "Sign in")));
    };
    let login = app.keeper.of(session.value());
    if let LoginState::Ended { .. } = login.state().await? {
        return Ok(page(StatusCode::OK, &button("/sign-in", "Sign in again")));
    }
    let account = AccountClient::builder().base_url(&*app.server).bearer(&login).build()?;
    let name = account.userinfo().send().await?.name;
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    let account = format!("<p id=name>{name}</p>{}", button("/sign-out", "Sign out"));
    Ok(page(StatusCode::OK, &account))
}

async fn sign_in(Shared(app): Shared<Arc<App>>, jar: CookieJar) -> Result<Response, AppError> {
    let (state, pkce) = (State::generate()?, Pkce::generate()?);
    let url = app.vendor.authorize().client_id(&app.client_id).redirect_uri(&app.redirect_uri);
    let url = url.state(&state).pkce(&pkce).url()?;
    let id = State::generate()?.as_str().to_owned(); // One that is in no URL.
    let mut begun = app.begun.lock().unwrap_or_else(PoisonError::into_inner);
    begun.retain(|_, (since, ..)| since.elapsed() < LONGEST_SIGN_IN);
    if begun.len() >= MOST_SIGN_INS {
        begun.pop_first(); // Any of them: the cookies are random.
    }
    begun.insert(id.clone(), (Instant::now(), state, pkce));
    Ok((jar.add(app.new_cookie("sign-in", id)), Redirect::to(url.as_str())).into_response())
}

async fn callback(
    Shared(app): Shared<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    jar: CookieJar,
) -> Result<Response, AppError> {
    let failed = |text| Ok(page(StatusCode::BAD_REQUEST, text));
    let id = jar.get(&app.cookie("sign-in")).map(|cookie| cookie.value().to_owned());
    let begun = || app.begun.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((_, state, pkce)) = id.and_then(|id| begun().remove(&id)) else {
        return failed("<p>No sign-in has begun in this browser.<p><a href=/>Back</a>");
    };
    // What the server says of a refusal is not shown: it may be anybody's.
    let Ok(code) = Callback::new(&state).redirect_uri(&app.redirect_uri).code(&uri.to_string())
    else {
        return failed("<p>The sign-in has not taken place.<p><a href=/>Back</a>");
    };
    let request = app.vendor.token().exchange().client_id(&app.client_id).code(code.into_code());
    let request = request.redirect_uri(&app.redirect_uri).code_verifier(pkce.into_verifier());
    let response = request.send().with_response().await?;

    // A session of its own: nobody can have known it before.
    let session = State::generate()?.as_str().to_owned();
    app.keeper.of(&session).put(response).await?;
    let jar = jar.remove(app.new_cookie("sign-in", String::new()));
    Ok((jar.add(app.new_cookie("session", session)), Redirect::to("/")).into_response())
}

async fn sign_out(Shared(app): Shared<Arc<App>>, jar: CookieJar) -> Result<Response, AppError> {
    if let Some(session) = jar.get(&app.cookie("session")) {
        app.keeper.of(session.value()).forget().await?;
    }
    Ok((jar.remove(app.new_cookie("session", String::new())), Redirect::to("/")).into_response())
}

impl App {
    /// With the prefix, no other host of the same site can set it; it takes `Secure`, which plain HTTP on loopback has not.
    fn cookie(&self, name: &str) -> String {
        if self.secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// `Lax`, because the callback comes from the site of the server; no script can read it.
    fn new_cookie(&self, name: &str, value: String) -> Cookie<'static> {
        let cookie = Cookie::build((self.cookie(name), value)).path("/").http_only(true);
        cookie.same_site(SameSite::Lax).secure(self.secure).build()
    }
}

fn page(status: StatusCode, body: &str) -> Response {
    let html = format!("<!doctype html><html lang=en><title>Sign in</title>{body}");
    let headers = [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "no-referrer")];
    (status, headers, Html(html)).into_response()
}

/// Whatever fails: the person is told no more than that.
struct AppError(Failure);

impl<E: Into<Failure>> From<E> for AppError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        println!("failed: {}", self.0);
        page(StatusCode::BAD_GATEWAY, "<p>That did not work.<p><a href=/>Back</a>")
    }
}
