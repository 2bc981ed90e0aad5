//! The life of an OAuth client at Nutanix Prism Central, with `NutanixClient`.
//!
//! `cargo run -p oauth-providers --example nutanix` brings a stand-in for the vendor and needs nothing else. With an
//! address and credentials in the environment the same calls go to an installation; `-- --help` says which.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::error::Error as _;
use std::process::ExitCode;
use std::{env, fs};

use oauth_providers::nutanix::{NutanixClient, OauthClientResponse, OauthClientStatus};
use oauth_runtime::reqwest::{self, Certificate};
use oauth_runtime::{Basic, Error, ExposeSecret, SecretString};

const HELP: &str = "\
Registers an OAuth client at Nutanix Prism Central, lists, reads, updates and deletes it, and
shows what a refused call looks like. Secrets are cut short.

Usage: nutanix

Without an address a stand-in for the vendor runs inside the example; nothing is needed, and
nothing leaves this machine. With one, a client called \"oauth-providers example\" is made in your
installation, and deleted again.

Options:
  -h, --help  this text

Environment, to call an installation:
  NUTANIX_URL       its address, such as https://pc.example.com:9440
  NUTANIX_USERNAME  a user of Prism Central who may manage OAuth clients
  NUTANIX_PASSWORD  that user's password
  NUTANIX_CA_FILE   certificates to trust besides the system's, in a PEM file: for an installation
                    that signed its own; the address has to be a name in its certificate
  NUTANIX_INSECURE  set to 1, any certificate is trusted: whoever stands between can read the
                    password

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
            eprintln!("nutanix: unknown argument: --help shows the known ones");
            return ExitCode::from(2);
        }
    }
    let nutanix = match client().await {
        Ok(nutanix) => nutanix,
        Err(wrong) => {
            eprintln!("nutanix: {wrong}");
            return ExitCode::from(2);
        }
    };
    match life_of_a_client(&nutanix).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nutanix: {error}");
            // Where a certificate was not taken, the last cause says why.
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// Makes a client of the installation that the environment names, or of the stand-in.
async fn client() -> Result<NutanixClient, String> {
    let Some(url) = variable("NUTANIX_URL") else {
        let origin = stand_in::start().await.map_err(|error| error.to_string())?;
        println!("Calling a stand-in for Prism Central at {origin}");
        let credentials = Basic::new(stand_in::USERNAME, stand_in::PASSWORD);
        return NutanixClient::new(origin, credentials).map_err(|error| error.to_string());
    };
    let needed = |name| variable(name).ok_or_else(|| format!("NUTANIX_URL needs {name} beside it"));
    let credentials = Basic::new(needed("NUTANIX_USERNAME")?, needed("NUTANIX_PASSWORD")?);
    println!("Calling Prism Central");

    // An installation signs its own certificate unless somebody replaced it: the HTTP client has to know that.
    let mut http = reqwest::Client::builder();
    if let Some(file) = variable("NUTANIX_CA_FILE") {
        let wrong = |error: &dyn std::error::Error| format!("NUTANIX_CA_FILE: {error}");
        let pem = fs::read(file).map_err(|error| wrong(&error))?;
        let certificates = Certificate::from_pem_bundle(&pem).map_err(|error| wrong(&error))?;
        http = http.tls_certs_merge(certificates);
    }
    if variable("NUTANIX_INSECURE").is_some_and(|it| it == "1") {
        http = http.tls_danger_accept_invalid_certs(true);
    }
    NutanixClient::builder()
        .base_url(url)
        .credentials(credentials)
        .reqwest(http)
        .build()
        .map_err(|error| format!("NUTANIX_URL: {error}"))
}

async fn life_of_a_client(nutanix: &NutanixClient) -> Result<(), Error> {
    println!("\n1. A client is registered");
    let registered = nutanix
        .oauth_client_post()
        .client_name("oauth-providers example")
        .redirect_uris(["https://app.example/cb"])
        .client_description("made by an example, and deleted by it")
        .default_scopes(["read"])
        .send()
        .await?;
    show_client(&registered);
    if let Some(client_secret) = &registered.client_secret {
        show_secret("client_secret", client_secret);
    }

    let seen = list_read_and_update(nutanix, &registered.client_id).await;

    println!("\n5. The client is deleted, whatever came before");
    let deleted = nutanix.oauth_client_client_id_delete().client_id(&registered.client_id).send();
    show("deleted", &deleted.await?.client_name);
    seen?;

    println!("\n6. A client that is gone cannot be read");
    match nutanix.oauth_client_client_id_get().client_id(registered.client_id).send().await {
        Ok(_) => show("refused", "no"),
        Err(error @ Error::Refused(_)) => show_refusal(&error),
        Err(other) => return Err(other),
    }
    Ok(())
}

async fn list_read_and_update(nutanix: &NutanixClient, client_id: &str) -> Result<(), Error> {
    println!("\n2. The clients are listed");
    let list = nutanix.oauth_client_list_post().length(20).offset(0).send().await?;
    for client in &list.entities {
        show("client_name", &client.client_name);
    }

    println!("\n3. The client is read");
    let client = nutanix.oauth_client_client_id_get().client_id(client_id).send().await?;
    show_client(&client);

    println!("\n4. The client is given another scope");
    let updated = nutanix
        .oauth_client_client_id_put()
        .client_id(client_id)
        .client_name(client.client_name)
        .redirect_uris(client.redirect_uris)
        .client_description(client.client_description)
        .default_scopes(["read", "write"])
        .send()
        .await?;
    show_client(&updated);
    Ok(())
}

fn show_client(client: &OauthClientResponse) {
    show("client_id", &client.client_id);
    show("client_name", &client.client_name);
    show("scopes", &client.default_scopes.join(" "));
}

/// Shows what a refused call tells: for a log, and for the program.
fn show_refusal(error: &Error) {
    show("error", &error.to_string());
    let told = error.body_as::<OauthClientStatus>();
    for message in told.map(|told| told.message_list).unwrap_or_default() {
        show("reason", message.reason.as_deref().unwrap_or("not said"));
        show("message", message.message.as_deref().unwrap_or("not said"));
    }
}

/// Reads a variable; an empty one counts as missing.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Shows a value, which may be a server's: what would steer a terminal is taken out.
fn show(name: &str, value: &str) {
    println!("   {name:<15}{}", value.replace(char::is_control, "\u{FFFD}"));
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

    use axum::extract::{Path, Request, State};
    use axum::http::StatusCode;
    use axum::http::header::AUTHORIZATION;
    use axum::middleware::{Next, from_fn};
    use axum::response::{IntoResponse, Response};
    use axum::routing::{get, post};
    use axum::{Json, Router};
    use serde_json::{Value, json};
    use tokio::net::TcpListener;

    pub(crate) const USERNAME: &str = "admin";
    pub(crate) const PASSWORD: &str = "Nutanix/4u";
    /// Both in HTTP Basic.
    const EXPECTED: &str = "Basic YWRtaW46TnV0YW5peC80dQ==";

    /// The clients by their identifiers.
    type Clients = State<Arc<Mutex<BTreeMap<String, Value>>>>;
    type Refusal = (StatusCode, Json<Value>);

    pub(crate) async fn start() -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/oauth/client", post(register))
            .route("/oauth/client/list", post(list))
            .route("/oauth/client/{client_id}", get(read).put(update).delete(delete))
            .layer(from_fn(authenticated))
            .with_state(Arc::default());
        let router = Router::new().nest("/api/nutanix/v3", router);
        drop(tokio::spawn(async move { axum::serve(listener, router).await }));
        Ok(origin)
    }

    async fn authenticated(request: Request, next: Next) -> Response {
        if request.headers().get(AUTHORIZATION).is_some_and(|value| value == EXPECTED) {
            return next.run(request).await;
        }
        refused(401, "AUTHENTICATION_REQUIRED", "Authentication required.").into_response()
    }

    async fn register(State(clients): Clients, Json(fields): Json<Value>) -> Json<Value> {
        let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        let client_id = format!("6f9a1c1e-4b2d-4f4e-9a53-{:012x}", clients.len() + 1);
        let client = described(&client_id, &fields);
        clients.insert(client_id, client.clone());
        Json(client)
    }

    async fn list(State(clients): Clients, Json(asked): Json<Value>) -> Json<Value> {
        let clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        let entities: Vec<_> = clients.values().collect();
        let metadata = json!({ "kind": "oauth_client", "length": entities.len(), "offset": asked.get("offset") });
        Json(json!({ "entities": entities, "metadata": metadata }))
    }

    async fn read(
        State(clients): Clients,
        Path(client_id): Path<String>,
    ) -> Result<Json<Value>, Refusal> {
        let clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.get(&client_id).cloned().map(Json).ok_or_else(not_found)
    }

    async fn update(
        State(clients): Clients,
        Path(client_id): Path<String>,
        Json(fields): Json<Value>,
    ) -> Result<Json<Value>, Refusal> {
        let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        let client = clients.get_mut(&client_id).ok_or_else(not_found)?;
        *client = described(&client_id, &fields);
        Ok(Json(client.clone()))
    }

    async fn delete(
        State(clients): Clients,
        Path(client_id): Path<String>,
    ) -> Result<Json<Value>, Refusal> {
        let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.remove(&client_id).map(Json).ok_or_else(not_found)
    }

    fn described(client_id: &str, fields: &Value) -> Value {
        json!({
            "redirect_uris": fields["redirect_uris"],
            "client_name": fields["client_name"],
            "client_id": client_id,
            "client_secret": "nx-made-up-and-long-enough",
            "client_description": fields["client_description"],
            "default_scopes": fields["default_scopes"],
        })
    }

    fn not_found() -> Refusal {
        refused(404, "ENTITY_NOT_FOUND", "The client does not exist.")
    }

    fn refused(code: u16, reason: &str, message: &str) -> Refusal {
        let status = StatusCode::from_u16(code).unwrap_or_default();
        let messages = json!([{ "reason": reason, "message": message }]);
        let told = json!({ "state": "ERROR", "code": code, "message_list": messages, "api_version": "3.1" });
        (status, Json(told))
    }
}
