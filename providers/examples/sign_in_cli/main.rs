//! A program of the command line that signs a person in once, and is still signed in when it is started again.
//!
//! `cargo run -p oauth-providers --example sign_in_cli` shows it, at an OAuth server of its own. With `-- --server https://…
//! --client-id …` it signs in at another; `-- --help` tells the rest. What you need of it is in this file, and in
//! `vendor.rs` what that server has.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it does")]

#[path = "../embedded/server.rs"]
mod server;
mod show;
#[path = "../embedded/vendor.rs"]
mod vendor;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use oauth_runtime::keeper::{FileStore, Keeper, KeeperError};
use oauth_runtime::sign_in::{DeviceFlow, LoopbackListener};
use oauth_runtime::{Callback, Pkce, Response, State, Token};

use vendor::{AccountClient, VendorClient};

/// Signs a person in once, and tells who it is each time.
#[derive(Parser)]
struct Arguments {
    /// Base URL of an OAuth server; without it, one of its own shows what the program does
    #[arg(long, requires = "client_id")]
    server: Option<String>,
    /// Client identifier of the program at that server
    #[arg(long, requires = "server")]
    client_id: Option<String>,
    /// Folder that keeps the login
    #[arg(long, default_value = ".sign_in_cli")]
    folder: PathBuf,
    /// Signs in on another device, where this one has no browser
    #[arg(long)]
    device: bool,
    /// Signs out
    #[arg(long)]
    sign_out: bool,
}

/// Why it failed; its text is one line.
type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match (&arguments.server, &arguments.client_id) {
        (Some(server), Some(client_id)) => run(server, client_id, &arguments).await,
        _ => show::show().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sign_in_cli: {failure}");
            let mut cause = failure.source();
            while let Some(error) = cause {
                eprintln!("because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(server: &str, client_id: &str, arguments: &Arguments) -> Result<(), Failure> {
    let vendor = VendorClient::new(server)?;
    let keeper = keeper(vendor.clone(), client_id.to_owned(), &arguments.folder)?;
    let login = keeper.of("me");
    if arguments.sign_out {
        login.forget().await?;
        println!("Signed out");
        return Ok(());
    }
    match login.access_token().await {
        Ok(_) => println!("Still signed in"),
        Err(KeeperError::SignInAgain { reason, .. }) => {
            println!("Signing in, because: {reason}");
            let response = if arguments.device {
                on_another_device(&vendor, client_id).await?
            } else {
                in_the_browser(&vendor, client_id).await?
            };
            login.put(response).await?;
        }
        Err(error) => return Err(error.into()),
    }
    // Refreshed before, where it is time, and once after a 401.
    let account = AccountClient::builder().base_url(server).bearer(&login).build()?;
    println!("Signed in as {:?}", account.userinfo().send().await?.name);
    keeper.settled().await;
    Ok(())
}

/// Keeps the login in files, for all copies of this program.
fn keeper(vendor: VendorClient, client_id: String, folder: &Path) -> Result<Keeper, Failure> {
    let refresh = move |refresh_token| {
        vendor.token().refresh().client_id(&client_id).refresh_token(refresh_token).into_request()
    };
    Ok(Keeper::refreshing(refresh).store(FileStore::at(folder)?).build())
}

async fn in_the_browser(vendor: &VendorClient, id: &str) -> Result<Response<Token>, Failure> {
    let listener = LoopbackListener::bind().await?;
    let redirect_uri = listener.redirect_uri().to_owned();
    let (state, pkce) = (State::generate()?, Pkce::generate()?);
    let url = vendor.authorize().client_id(id).redirect_uri(&redirect_uri);
    println!("Open {}", url.state(&state).pkce(&pkce).url()?);

    let code = listener.code(&Callback::new(&state)).await?.into_code();
    let request = vendor.token().exchange().client_id(id).redirect_uri(redirect_uri).code(code);
    Ok(request.code_verifier(pkce.into_verifier()).send().with_response().await?)
}

async fn on_another_device(vendor: &VendorClient, id: &str) -> Result<Response<Token>, Failure> {
    let answer = vendor.device_authorization().client_id(id).send().await?;
    println!("Open {} and enter {}", answer.verification_uri(), answer.user_code());
    let request = |code| vendor.device_token().device().client_id(id).device_code(code);
    Ok(DeviceFlow::new(&answer).poll(|code| request(code).into_request()).await?)
}
