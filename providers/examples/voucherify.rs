//! The life of an access token at Voucherify, with `VoucherifyClient`.
//!
//! `cargo run -p oauth-providers --example voucherify` brings a stand-in for the vendor and needs nothing else. With
//! credentials in the environment the same calls go to Voucherify; `-- --help` says which.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::env;
use std::process::ExitCode;

use oauth_providers::voucherify::{
    self, VoucherifyBaseUrl, VoucherifyClient, VoucherifyCredentials,
};
use oauth_runtime::{Error, ExposeSecret, SecretString};

const HELP: &str = "\
Gets an access token from Voucherify, looks at it, revokes it, and shows what refused calls look
like. Secrets are cut short.

Usage: voucherify

Without credentials a stand-in for the vendor runs inside the example; nothing is needed, and
nothing leaves this machine. With them a token of your project is made, and revoked again.

Options:
  -h, --help  this text

Environment, to call Voucherify itself:
  VOUCHERIFY_APP_ID     identifier of your application (in the dashboard: Project settings,
                        Application keys)
  VOUCHERIFY_APP_TOKEN  secret key of your application
  VOUCHERIFY_CLUSTER    europe, united_states or asia, or a base URL; europe by default
  VOUCHERIFY_SCOPE      scopes to ask for, with blanks between them; vouchers by default

Exit codes: 0 done, 1 a step failed, 2 wrong arguments or environment.
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match env::args_os().nth(1).map(|it| it.to_string_lossy().into_owned()).as_deref() {
        None => {}
        Some("-h" | "--help") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(_) => {
            eprintln!("voucherify: unknown argument: --help shows the known ones");
            return ExitCode::from(2);
        }
    }
    let client = match client().await {
        Ok(client) => client,
        Err(wrong) => {
            eprintln!("voucherify: {wrong}");
            return ExitCode::from(2);
        }
    };
    match life_of_a_token(&client).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("voucherify: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes a client of the vendor where the environment has credentials, or of the stand-in.
async fn client() -> Result<VoucherifyClient, String> {
    let credentials = match (variable("VOUCHERIFY_APP_ID"), variable("VOUCHERIFY_APP_TOKEN")) {
        (Some(app_id), Some(app_token)) => VoucherifyCredentials::new(app_id, app_token),
        (None, None) => {
            let origin = stand_in::start().await.map_err(|error| error.to_string())?;
            println!("Calling a stand-in for Voucherify at {origin}");
            let credentials = VoucherifyCredentials::new(stand_in::APP_ID, stand_in::APP_TOKEN);
            return VoucherifyClient::at(origin, credentials).map_err(|error| error.to_string());
        }
        _ => return Err("VOUCHERIFY_APP_ID and VOUCHERIFY_APP_TOKEN go together".to_owned()),
    };
    println!("Calling Voucherify");
    let client = match variable("VOUCHERIFY_CLUSTER").as_deref() {
        None | Some("europe") => return Ok(VoucherifyClient::new(credentials)),
        Some("united_states") => VoucherifyClient::at(VoucherifyBaseUrl::UnitedStates, credentials),
        Some("asia") => VoucherifyClient::at(VoucherifyBaseUrl::Asia, credentials),
        Some(url) => VoucherifyClient::at(url, credentials),
    };
    client.map_err(|error| format!("VOUCHERIFY_CLUSTER: {error}"))
}

async fn life_of_a_token(client: &VoucherifyClient) -> Result<(), Error> {
    println!("\n1. The application gets a token");
    let scope = variable("VOUCHERIFY_SCOPE").unwrap_or_else(|| "vouchers".to_owned());
    let answer = client
        .generate_oauth_token()
        .client_credentials()
        .scope(scope)
        .send()
        .with_response()
        .await?;
    let calls_left = answer.header(VoucherifyClient::X_RATE_LIMIT_REMAINING).ok().flatten();
    let token = answer.into_value();
    show_secret("access_token", &token.access_token);
    show("scope", token.scope.as_ref().map_or("not said", |scope| scope.as_str()));
    show("expires_in", &token.expires_in.map_or("not said".to_owned(), |it| format!("{it} s")));
    show("calls left", &calls_left.map_or("not said".to_owned(), |left| left.to_string()));

    println!("\n2. The token is looked at");
    look_at(client, &token.access_token).await?;

    println!("\n3. The token is revoked");
    client.revoke_oauth_token().access_token(token.access_token.clone()).send().await?;
    show("revoked", "yes");

    println!("\n4. The token is looked at again");
    look_at(client, &token.access_token).await?;

    println!("\n5. A token that works no longer cannot be revoked");
    let again = client.revoke_oauth_token().access_token(token.access_token).send().await;
    show_refusal(again)?;

    println!("\n6. Scopes with commas between them are refused");
    let commas = client.generate_oauth_token().scope("vouchers,campaigns").send().await;
    show_refusal(commas.map(drop))
}

async fn look_at(client: &VoucherifyClient, token: &SecretString) -> Result<(), Error> {
    let known = client.introspect_oauth_token().access_token(token.clone()).send().await?;
    show("active", if known.active { "yes" } else { "no" });
    if let Some(scope) = known.scope {
        show("scope", scope.as_str());
    }
    Ok(())
}

/// Shows what a refused call tells: for a log, and for the program.
fn show_refusal(answer: Result<(), Error>) -> Result<(), Error> {
    let error = match answer {
        Ok(()) => {
            show("refused", "no");
            return Ok(());
        }
        Err(error @ Error::Refused(_)) => error,
        Err(other) => return Err(other),
    };
    show("error", &error.to_string());
    match error.body_as::<voucherify::Error>() {
        Some(told) => {
            show("key", told.key.as_deref().unwrap_or("none"));
            show("message", &told.message);
        }
        None => show("body", "none that says more"),
    }
    Ok(())
}

/// Reads a variable; an empty one counts as missing.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Shows a value, which may be a server's: what would steer a terminal is taken out.
fn show(name: &str, value: &str) {
    println!("   {name:<14}{}", value.replace(char::is_control, "\u{FFFD}"));
}

/// Shows how long a secret is, and how a long one begins.
fn show_secret(name: &str, secret: &SecretString) {
    let secret = secret.expose_secret();
    let length = secret.chars().count();
    let beginning: String = secret.chars().take(if length < 16 { 0 } else { 4 }).collect();
    show(name, &format!("{beginning}… ({length} characters)"));
}

/// A server on this machine that answers as the vendor's page says.
mod stand_in {
    use std::collections::BTreeMap;
    use std::io;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::{Duration, SystemTime};

    use axum::extract::{Request, State};
    use axum::http::StatusCode;
    use axum::middleware::{Next, from_fn};
    use axum::response::{IntoResponse, Response};
    use axum::routing::post;
    use axum::{Form, Json, Router};
    use serde_json::{Value, json};
    use tokio::net::TcpListener;

    pub(crate) const APP_ID: &str = "c70a6f00-0000-4000-8000-c3aef1a70472";
    pub(crate) const APP_TOKEN: &str = "3266b9f8-0000-4000-8000-3acdcf459e05";

    const LIFE: Duration = Duration::from_secs(900);

    type Fields = Form<BTreeMap<String, String>>;
    /// The scopes of each token that works.
    type Tokens = State<Arc<Mutex<BTreeMap<String, String>>>>;
    type Refusal = (StatusCode, Json<Value>);

    pub(crate) async fn start() -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/v1/oauth/token", post(generate))
            .route("/v1/oauth/introspect", post(introspect))
            .route("/v1/oauth/token/revoke", post(revoke))
            .layer(from_fn(authenticated))
            .with_state(Arc::default());
        drop(tokio::spawn(async move { axum::serve(listener, router).await }));
        Ok(origin)
    }

    async fn authenticated(request: Request, next: Next) -> Response {
        for (name, expected) in [("X-App-Id", APP_ID), ("X-App-Token", APP_TOKEN)] {
            if request.headers().get(name).is_none_or(|value| value != expected) {
                return refused(401, "unauthorized", "Unauthorized").into_response();
            }
        }
        let limits = [("X-Rate-Limit-Limit", "2000"), ("X-Rate-Limit-Remaining", "1999")];
        (limits, next.run(request).await).into_response()
    }

    async fn generate(State(tokens): Tokens, Form(fields): Fields) -> Result<Json<Value>, Refusal> {
        let (Some(grant_type), Some(scope)) = (fields.get("grant_type"), fields.get("scope"))
        else {
            return Err(refused(400, "missing_parameters", "Missing parameters"));
        };
        if grant_type != "client_credentials" {
            return Err(refused(400, "invalid_grant_type", "Invalid grant_type"));
        }
        if scope.contains(',') {
            return Err(refused(400, "invalid_scope", &format!("Invalid scope: {scope}")));
        }
        let mut tokens = tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let token = format!("1ABCde2FG-made-up-{}", tokens.len());
        tokens.insert(token.clone(), scope.clone());
        Ok(Json(described(&token, scope)))
    }

    async fn introspect(State(tokens): Tokens, Form(fields): Fields) -> Json<Value> {
        let token = fields.get("access_token").map_or("", String::as_str);
        let tokens = tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(scope) = tokens.get(token) else { return Json(json!({ "active": false })) };
        let mut known = described(token, scope);
        if let Some(known) = known.as_object_mut() {
            known.insert("active".to_owned(), true.into());
        }
        Json(known)
    }

    async fn revoke(State(tokens): Tokens, Form(fields): Fields) -> StatusCode {
        let token = fields.get("access_token").map_or("", String::as_str);
        let mut tokens = tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let known = tokens.remove(token).is_some();
        if known { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
    }

    fn described(token: &str, scope: &str) -> Value {
        let end = SystemTime::now() + LIFE;
        let end = end.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        json!({
            "access_token": token,
            "client_id": "app_made_up",
            "expires_at": end.as_secs(),
            "expires_in": LIFE.as_secs(),
            "scope": scope,
            "token_type": "Bearer",
        })
    }

    fn refused(code: u16, key: &str, message: &str) -> Refusal {
        let status = StatusCode::from_u16(code).unwrap_or_default();
        (status, Json(json!({ "code": code, "key": key, "message": message })))
    }
}
