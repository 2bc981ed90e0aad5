//! A sign-in at Mastodon from beginning to end, with `MastodonClient`.
//!
//! `cargo run -p oauth-providers --example quickstart` brings an OAuth server of its own and needs nothing else. With
//! `-- --instance https://…` the same calls go to a real instance; `-- --help` says what that needs.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

mod arguments;
mod person;
mod server;
mod shown;

use std::error::Error as StdError;
use std::process::ExitCode;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{Callback, ClientCredentials, Error, Pkce, SecretString, State};

use arguments::{Arguments, HELP};
use person::{Person, Returned};
use server::Server;
use shown::{show, show_secret, show_url};

/// An application, as it is registered at an instance.
struct App {
    instance: String,
    client_id: String,
    client_secret: SecretString,
    redirect_uri: String,
    scope: String,
}

/// Why a step failed; its text is one line.
type Failure = Box<dyn StdError>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = match Arguments::read() {
        Ok(Arguments::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Ok(Arguments::Embedded) => sign_in_at_embedded_server().await,
        Ok(Arguments::Instance(app)) => sign_in(&app, &Person::AtTerminal).await,
        Err(usage) => {
            eprintln!("quickstart: {usage}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("quickstart: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn sign_in_at_embedded_server() -> Result<(), Failure> {
    println!("Starting an OAuth server on this machine");
    let server = Server::start().await?;
    let app = server.register_app().await?;
    let signed_in = sign_in(&app, &Person::Consenting).await;
    server.stop().await;
    signed_in
}

async fn sign_in(app: &App, person: &Person) -> Result<(), Failure> {
    println!("Signing in at {}", app.instance);
    let credentials = ClientCredentials::new(&app.client_id, app.client_secret.clone());
    let mastodon = MastodonClient::new(&app.instance, credentials)?;

    println!("\n1. The person is sent to the authorization URL");
    let pkce = Pkce::generate()?;
    let state = State::generate()?;
    let url = mastodon
        .oauth_authorize_get()
        .redirect_uri(&app.redirect_uri)
        .scope(&app.scope)
        .state(&state)
        .pkce(&pkce)
        .url()?;
    show_url(&url);

    println!("\n2. The person agrees and comes back with a code");
    let code = match person.agree(&url, app).await? {
        Returned::Callback(callback) => {
            let expected = Callback::new(&state).redirect_uri(&app.redirect_uri);
            let code = expected.code(&callback)?.into_code();
            show("callback at", &app.redirect_uri);
            show("state", "the one that was sent");
            code
        }
        // Out of band nothing comes back but the code: PKCE alone ties it to this sign-in.
        Returned::Code(code) => code,
    };
    show_secret("code", &code);

    println!("\n3. The code buys a token");
    let exchange = || {
        mastodon
            .oauth_token_post()
            .authorization_code()
            .redirect_uri(&app.redirect_uri)
            .code(code.clone())
            .code_verifier(pkce.verifier().clone())
    };
    let token = exchange().send().await?;
    show_secret("access_token", &token.access_token);
    show("token_type", token.token_type.as_ref().map_or("not said", |kind| kind.as_str()));
    show("scope", token.scope.as_ref().map_or("not said", |scope| scope.as_str()));

    println!("\n4. The token is revoked");
    mastodon.oauth_revoke_post().token(token.access_token).send().await?;
    show("revoked", "yes");

    println!("\n5. The same code buys nothing a second time");
    match exchange().send().await {
        Err(error @ Error::Refused(_)) => show_refusal(&error),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the server took the same code twice".into()),
    }
    Ok(())
}

/// Shows what a refused call tells: for a log, and for the program.
fn show_refusal(error: &Error) {
    show("error", &error.to_string());
    show("status()", &error.status().map_or("none".to_owned(), |status| status.to_string()));
    show("oauth()", error.oauth().map_or("none", |oauth| oauth.error()));
    show("grant()", &format!("{:?}", error.grant_state()));
}
