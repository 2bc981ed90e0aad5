//! Shows what the program does: an OAuth server, a person who agrees, and copies of the program.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use oauth_runtime::Url;
use oauth_runtime::reqwest::{self, Client};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::sleep;

use crate::Failure;
use crate::server::Server;

pub(crate) async fn show() -> Result<(), Failure> {
    let server = Server::start(10).await?;
    let folder = env::temp_dir().join(format!("sign_in_cli-{}", std::process::id()));
    let shown = show_at(&server, &folder).await;
    drop(std::fs::remove_dir_all(&folder));
    shown
}

async fn show_at(server: &Server, folder: &Path) -> Result<(), Failure> {
    println!("An OAuth server runs at {}\n\n1. The program is started", server.origin);
    let copy = |arguments: &'static [&'static str], folder: PathBuf| {
        let mut command = Command::new(env::current_exe()?);
        command.args(["--server", &server.origin, "--client-id", &server.client_id]);
        command.arg("--folder").arg(folder).args(arguments);
        Ok::<_, Failure>(run(command))
    };
    let here = || folder.join("browser");
    copy(&[], here())?.await?;
    println!("\n2. It is started again");
    copy(&[], here())?.await?;

    println!("\n3. When it is time to refresh, it is started twice at once");
    sleep(Duration::from_millis(5_500)).await;
    let before = server.refreshes();
    tokio::try_join!(copy(&[], here())?, copy(&[], here())?)?;
    println!("   refreshes: {}", server.refreshes() - before);

    println!("\n4. It signs out");
    copy(&["--sign-out"], here())?.await?;
    println!("\n5. It signs in on another device");
    copy(&["--device"], folder.join("device"))?.await
}

/// Runs a copy, and does what it asks a person to do.
async fn run(mut command: Command) -> Result<(), Failure> {
    let mut running = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let output = running.stdout.take().ok_or("the program has no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        println!("   {line}");
        if let Some(asked) = line.strip_prefix("Open ") {
            agree(asked).await?;
        }
    }
    if running.wait().await?.success() { Ok(()) } else { Err("the program has failed".into()) }
}

/// Opens the page and agrees, as a person with a browser would.
async fn agree(asked: &str) -> Result<(), Failure> {
    let (url, user_code) = asked.split_once(" and enter ").unwrap_or((asked, ""));
    let mut url = Url::parse(url)?;
    url.query_pairs_mut().append_pair("user_code", user_code).append_pair("consent", "yes");
    let browser = Client::builder().no_proxy().build()?;
    let page = browser.get(url).send().await.and_then(reqwest::Response::error_for_status);
    page.map_err(reqwest::Error::without_url)?;
    Ok(())
}
