//! A sign-in at a server that keeps to the RFCs, with `StandardClient`: from its issuer to a token, and back.
//!
//! `cargo run -p oauth-providers --example standard` brings an OAuth server of its own and needs nothing else. With
//! `-- --issuer https://…` it asks a real server what it can do; `-- --help` says more.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::env;
use std::error::Error as StdError;
use std::process::ExitCode;

use oauth_providers::standard::StandardClient;
use oauth_runtime::reqwest::header::LOCATION;
use oauth_runtime::reqwest::{self, redirect::Policy};
use oauth_runtime::{
    Bearer, Callback, ClientCredentials, ClientId, ExposeSecret, Pkce, SecretString,
    ServerMetadata, State, Url,
};

const HELP: &str = "\
Finds an OAuth server by its issuer, registers a client, signs a person in, refreshes the token
and revokes it. Secrets are cut short.

Usage: standard [--issuer <URL>]

Without --issuer an OAuth server runs inside the example for as long as it takes; nothing is
needed, and nothing leaves this machine. With it, the server is asked for its metadata, which is
shown, and for nothing else.

Options:
      --issuer <URL>  issuer identifier of a server, such as https://accounts.google.com
  -h, --help          this text

Exit codes: 0 done, 1 a step failed, 2 wrong arguments.
";

/// Where the person comes back to.
const REDIRECT_URI: &str = "https://app.example/callback";

/// Why a step failed; its text is one line.
type Failure = Box<dyn StdError>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned()).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => sign_in_at_embedded_server().await,
        ["-h" | "--help"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        ["--issuer", issuer] => look_at(issuer).await,
        _ => {
            eprintln!("standard: unknown arguments: --help shows the known ones");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("standard: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Asks a server what it can do. Nothing but its issuer has to be known.
async fn look_at(issuer: &str) -> Result<(), Failure> {
    let server = StandardClient::discover(issuer, ClientId::new("nobody")).await?;
    show_metadata(server.metadata());
    Ok(())
}

async fn sign_in_at_embedded_server() -> Result<(), Failure> {
    println!("Starting an OAuth server on this machine");
    let issuer = embedded::start().await?;

    println!("\n1. The server says what it can do");
    let anybody = StandardClient::discover(&issuer, ClientId::new("nobody")).await?;
    show_metadata(anybody.metadata());

    println!("\n2. A client is registered");
    let registered = anybody
        .register()
        .redirect_uris(vec![REDIRECT_URI.to_owned()])
        .client_name("standard")
        .scope("openid profile")
        .send()
        .await?;
    let secret = registered.client_secret.ok_or("the server gave no client secret")?;
    show("client_id", &registered.client_id);
    show_secret("client_secret", &secret);
    let credentials = ClientCredentials::new(registered.client_id, secret);
    let client = StandardClient::new(anybody.metadata(), credentials);

    println!("\n3. A person signs in and comes back with a code");
    let (pkce, state) = (Pkce::generate()?, State::generate()?);
    let page = client.authorize().redirect_uri(REDIRECT_URI).scope("openid profile");
    let page = page.state(&state).pkce(&pkce).url()?;
    let callback = open(&page).await?;
    let code = Callback::new(&state).redirect_uri(REDIRECT_URI).code(&callback)?.into_code();
    show_secret("code", &code);

    println!("\n4. The code buys a token");
    let exchange = client.token().authorization_code().code(code).redirect_uri(REDIRECT_URI);
    let token = exchange.code_verifier(pkce.verifier().clone()).send().await?;
    show_secret("access_token", &token.access_token);
    let id_token = token.id_token.ok_or("the server gave no ID token")?;
    let claims = id_token.unverified_claims().ok_or("the ID token cannot be read")?;
    show("sub (unverified)", claims.get("sub").and_then(|it| it.as_str()).unwrap_or("not said"));
    let person = client.userinfo().auth(Bearer::new(token.access_token)).send().await?;
    show("sub (told by the server)", &person.sub);

    println!("\n5. The refresh token buys another");
    let refresh_token = token.refresh_token.ok_or("the server gave no refresh token")?;
    let token = client.token().refresh().refresh_token(refresh_token).send().await?;
    show_secret("access_token", &token.access_token);

    println!("\n6. It is revoked");
    client.revoke().token(token.access_token.clone()).send().await?;
    let told = client.introspect().token(token.access_token).send().await?;
    show("active", &told.active.to_string());
    Ok(())
}

/// Opens the URL once, as a browser would, and gives the place it is sent to: the server asks no questions.
async fn open(url: &Url) -> Result<String, Failure> {
    let browser = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build()?;
    let answer = browser.get(url.clone()).send().await.map_err(reqwest::Error::without_url)?;
    let location =
        answer.headers().get(LOCATION).ok_or("the server did not redirect the browser")?;
    Ok(url.join(location.to_str()?)?.into())
}

fn show_metadata(metadata: &ServerMetadata) {
    show("issuer", metadata.issuer());
    for name in ["authorization_endpoint", "token_endpoint", "revocation_endpoint"] {
        show(name, metadata.url(name).unwrap_or("none"));
    }
    let grants = metadata.grant_types_supported();
    show("grant_types_supported", &grants.map_or("not said".to_owned(), |all| all.join(" ")));
    let methods = metadata.code_challenge_methods_supported();
    show("code_challenge_methods", &methods.map_or("none".to_owned(), |all| all.join(" ")));
}

/// Shows a value, which may be a server's: what would steer a terminal is taken out.
fn show(name: &str, value: &str) {
    println!("   {name:<24}  {}", value.replace(char::is_control, "\u{FFFD}"));
}

fn show_secret(name: &str, secret: &SecretString) {
    let secret = secret.expose_secret();
    let length = secret.chars().count();
    let seen = if length < 16 { 0 } else { 4 };
    let beginning: String = secret.chars().take(seen).collect();
    show(name, &format!("{beginning}… ({length} characters)"));
}

/// An OAuth server of another make, [`oauth2_test_server`].
mod embedded {
    use std::io;

    use oauth2_test_server::router::build_router;
    use oauth2_test_server::{AppState, IssuerConfig};
    use tokio::net::TcpListener;

    /// Starts the server, and gives its issuer. It ends with the example.
    pub(crate) async fn start() -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = AppState::new(IssuerConfig {
            host: address.ip().to_string(),
            port: address.port(),
            scopes_supported: ["openid", "profile"].map(str::to_owned).into(),
            ..IssuerConfig::default()
        });
        let issuer = state.base_url.clone();
        drop(tokio::spawn(async move { axum::serve(listener, build_router(state)).await }));
        Ok(issuer)
    }
}
