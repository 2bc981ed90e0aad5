//! Connects an application with a merchant of UltraCart: page, code, token, refresh, revocation.
//!
//! `cargo run -p oauth-providers --example ultracart -- --help`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it does")]

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;

use axum::extract::{Form, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use oauth_providers::ultracart::{
    ErrorResponse, OauthTokenResponse, UltraCartClient, UltraCartCredentials,
};
use oauth_runtime::{BaseUrl, Callback, SecretString, State, Url, reqwest};
use serde_json::json;
use tokio::net::TcpListener;

const HELP: &str = "\
Connects an application with a merchant of UltraCart. Secrets are not shown.

Without ULTRACART_CLIENT_ID everything happens on this machine: a stand-in on 127.0.0.1 plays
UltraCart, and this example plays the browser. With it, UltraCart is called; open the address
that is printed, and paste the one that the browser comes back to:

  ULTRACART_CLIENT_ID      identifier of the OAuth application
  ULTRACART_REDIRECT_URI   its redirect address
  ULTRACART_CLIENT_SECRET  its secret, where it has one
  ULTRACART_SIMPLE_KEY     an API key, where one is wanted (or ULTRACART_BROWSER_KEY)
  ULTRACART_REVOKE         set to anything: the access is revoked at the end";

const BASE_URL: &str = "https://secure.ultracart.com/rest/v2";

type Failure = Box<dyn Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    if env::args().skip(1).any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            explain(&*failure);
            ExitCode::FAILURE
        }
    }
}

/// Who asks, and where.
struct Settings {
    base_url: BaseUrl,
    credentials: UltraCartCredentials,
    client_id: String,
    client_secret: Option<SecretString>,
    redirect_uri: String,
    revokes: bool,
    /// Whether the merchant is a person at this terminal.
    is_real: bool,
}

async fn run() -> Result<(), Failure> {
    let settings = settings().await?;
    let ultracart = UltraCartClient::at(settings.base_url, settings.credentials)?;

    let state = State::generate()?;
    let page = ultracart
        .oauth_authorize()
        .client_id(settings.client_id.as_str())
        .redirect_uri(settings.redirect_uri.as_str())
        .state(&state)
        .url()?;
    let back = if settings.is_real { ask(&page)? } else { browse(page).await? };
    let code = Callback::new(&state).redirect_uri(&settings.redirect_uri).code(&back)?;
    println!("\nThe merchant said yes; the code is not shown, its state is right.");

    println!("\nA token for the code:");
    let exchange = ultracart
        .oauth_access_token()
        .authorization_code()
        .client_id(settings.client_id.as_str())
        .code(code.into_code())
        .redirect_uri(settings.redirect_uri)
        .into_request();
    let exchange = match settings.client_secret.clone() {
        Some(client_secret) => exchange.extra("client_secret", client_secret),
        None => exchange,
    };
    let mut token = exchange.send().await?;
    show(&token);

    if let Some(refresh_token) = token.refresh_token.take() {
        println!("\nThe same, refreshed:");
        let refresh = ultracart
            .oauth_access_token()
            .refresh_token_grant()
            .client_id(settings.client_id.as_str())
            .refresh_token(refresh_token)
            .into_request();
        let refresh = match settings.client_secret {
            Some(client_secret) => refresh.extra("client_secret", client_secret),
            None => refresh,
        };
        token = refresh.send().await?;
        show(&token);
    }

    if settings.revokes {
        let revoked = ultracart
            .oauth_revoke()
            .client_id(settings.client_id)
            .token(token.access_token)
            .send()
            .await?;
        let message = revoked.message.as_deref().unwrap_or("no message");
        if revoked.successful != Some(true) {
            return Err(format!("the access may not be revoked: {message}").into());
        }
        println!("\nThe access is revoked: {message}.");
    }
    Ok(())
}

async fn settings() -> Result<Settings, Failure> {
    let Ok(client_id) = env::var("ULTRACART_CLIENT_ID") else {
        let base_url = stand_in().await?;
        println!("UltraCart is played by a stand-in at {base_url}. For the real one, see --help.");
        return Ok(Settings {
            base_url: base_url.into(),
            credentials: UltraCartCredentials::SimpleKey(SIMPLE_KEY.into()),
            client_id: CLIENT_ID.to_owned(),
            client_secret: None,
            redirect_uri: "https://shop.example/oauth/done".to_owned(),
            revokes: true,
            is_real: false,
        });
    };
    let redirect_uri = env::var("ULTRACART_REDIRECT_URI")
        .map_err(|_| "ULTRACART_REDIRECT_URI is missing beside ULTRACART_CLIENT_ID")?;
    let credentials = match (env::var("ULTRACART_SIMPLE_KEY"), env::var("ULTRACART_BROWSER_KEY")) {
        (Ok(key), Err(_)) => UltraCartCredentials::SimpleKey(key.into()),
        (Err(_), Ok(key)) => UltraCartCredentials::BrowserKey(key.into()),
        (Err(_), Err(_)) => UltraCartCredentials::None,
        (Ok(_), Ok(_)) => return Err("one key is enough: unset the other".into()),
    };
    println!("UltraCart is called: {BASE_URL}.");
    Ok(Settings {
        base_url: BASE_URL.into(),
        credentials,
        client_id,
        client_secret: env::var("ULTRACART_CLIENT_SECRET").ok().map(SecretString::from),
        redirect_uri,
        revokes: env::var_os("ULTRACART_REVOKE").is_some(),
        is_real: true,
    })
}

/// Has the person open the page, and reads where the browser came back to.
fn ask(page: &Url) -> Result<String, Failure> {
    println!(
        "\nOpen this address, and paste the one that the browser comes back to:\n\n  {page}\n"
    );
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line)
}

/// Opens the page like a browser whose owner says yes.
async fn browse(page: Url) -> Result<String, Failure> {
    println!("\nThe page for the merchant: {}", page.path());
    let policy = reqwest::redirect::Policy::none();
    let browser = reqwest::Client::builder().redirect(policy).no_proxy().build()?;
    let answer = browser.get(page).send().await?;
    let back = answer.headers().get("location").ok_or("the page does not lead back")?;
    Ok(back.to_str()?.to_owned())
}

fn show(token: &OauthTokenResponse) {
    let kind = token.token_type.as_ref().map_or("bearer", |kind| kind.as_str());
    println!("  access token   [not shown] {kind}");
    if let Some(seconds) = token.expires_in {
        println!("  valid for      {} min", seconds / 60);
    }
    if let Some(scopes) = &token.scope {
        println!("  scopes         {}", scopes.iter().collect::<Vec<_>>().join(", "));
    }
    if token.refresh_token.is_some() {
        println!("  refresh token  [not shown]");
    }
}

/// Tells what failed and why, with what the vendor says about it.
fn explain(failure: &(dyn Error + 'static)) {
    eprintln!("\nIt did not work: {failure}");
    let mut cause = failure.source();
    while let Some(deeper) = cause {
        eprintln!("  because {deeper}");
        cause = deeper.source();
    }
    let Some(error) = failure.downcast_ref::<oauth_runtime::Error>() else { return };
    if let Ok(Some(message)) = error.header(UltraCartClient::UC_REST_ERROR) {
        eprintln!("  UltraCart says {message:?}");
    }
    let details = error.body_as::<ErrorResponse>().and_then(|body| body.error);
    if let Some(message) = details.and_then(|details| details.user_message) {
        eprintln!("  for people: {message:?}");
    }
}

const CLIENT_ID: &str = "0123456789abcdef0123456789abcdef";
const SIMPLE_KEY: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const CODE: &str = "c0de-123";
const ACCESS_TOKEN: &str = "ucAT-made-up";
const REFRESH_TOKEN: &str = "ucRT-made-up";

/// Plays UltraCart on a port of its own until the example ends.
async fn stand_in() -> Result<String, Failure> {
    let router = Router::new()
        .route("/rest/v2/oauth/authorize", get(authorize))
        .route("/rest/v2/oauth/token", post(token))
        .route("/rest/v2/oauth/revoke", post(revoke));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(["http://", &address, "/rest/v2"].concat())
}

type Fields = BTreeMap<String, String>;

fn is(fields: &Fields, name: &str, value: &str) -> bool {
    fields.get(name).is_some_and(|given| given == value)
}

fn refused(message: &str) -> Response {
    let details = json!({ "developer_message": message, "user_message": message });
    let headers = [("UC-REST-ERROR", message.to_owned())];
    let body = Json(json!({ "error": details, "metadata": {}, "success": false }));
    (StatusCode::BAD_REQUEST, headers, body).into_response()
}

/// Every call has the version, and this client a key.
fn is_known(headers: &HeaderMap) -> bool {
    let has = |name: &str, value: &str| headers.get(name).is_some_and(|given| given == value);
    has("x-ultracart-api-version", "2017-03-01") && has("x-ultracart-simple-key", SIMPLE_KEY)
}

/// A merchant who always says yes.
async fn authorize(Query(fields): Query<Fields>) -> Response {
    let (Some(redirect_uri), Some(state)) = (fields.get("redirect_uri"), fields.get("state"))
    else {
        return refused("redirect_uri and state are required");
    };
    let Ok(mut back) = Url::parse(redirect_uri) else {
        return refused("redirect_uri is not a URL");
    };
    back.query_pairs_mut().append_pair("code", CODE).append_pair("state", state);
    Redirect::to(back.as_str()).into_response()
}

async fn token(headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    if !is_known(&headers) || !is(&fields, "client_id", CLIENT_ID) {
        return refused("unknown application");
    }
    let code = is(&fields, "grant_type", "authorization_code") && is(&fields, "code", CODE);
    let refresh =
        is(&fields, "grant_type", "refresh_token") && is(&fields, "refresh_token", REFRESH_TOKEN);
    if !code && !refresh {
        // A failure inside a 200, as the vendor may put it.
        return Json(json!({ "error": "invalid_grant" })).into_response();
    }
    Json(json!({
        "access_token": ACCESS_TOKEN,
        "expires_in": "3600",
        "refresh_token": REFRESH_TOKEN,
        "scope": "item_read order_write",
        "token_type": "bearer",
    }))
    .into_response()
}

async fn revoke(headers: HeaderMap, Form(fields): Form<Fields>) -> Response {
    if !is_known(&headers) || !is(&fields, "client_id", CLIENT_ID) {
        return refused("unknown application");
    }
    let successful = is(&fields, "token", ACCESS_TOKEN);
    let message = if successful { "OAuth credentials revoked" } else { "no such token" };
    Json(json!({ "message": message, "successful": successful })).into_response()
}
