//! The example `sign_in_cli` as a person meets it: started again it is still signed in, and copies of it refresh once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be set up has failed")]

#[path = "../examples/embedded/server.rs"]
mod server;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use oauth_runtime::reqwest::Client;
use server::Server;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

type Failure = Box<dyn Error + Send + Sync>;

/// The example, which cargo builds beside its tests.
fn example() -> Command {
    let this = env::current_exe().unwrap();
    let built = this.ancestors().nth(2).unwrap().join("examples");
    let mut command = Command::new(built.join(format!("sign_in_cli{}", env::consts::EXE_SUFFIX)));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// A folder of its own, until it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("sign_in_cli-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// How the program ended, and what it said.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    lines: Vec<String>,
    error: String,
}

/// Runs the example for a person who answers so, and gives the lines that it printed apart from the address.
async fn run(server: &Server, folder: &Path, arguments: &[&str], consent: &str) -> Ended {
    let mut command = example();
    command.args(["--server", &server.origin, "--client-id", &server.client_id]);
    command.arg("--folder").arg(folder).args(arguments);
    let both = async {
        let mut running = command.spawn().unwrap();
        let mut output = BufReader::new(running.stdout.take().unwrap()).lines();
        let mut lines = Vec::new();
        while let Some(line) = output.next_line().await.unwrap() {
            let Some(asked) = line.strip_prefix("Open ") else {
                lines.push(line);
                continue;
            };
            let url = match asked.split_once(" and enter ") {
                Some((url, code)) => format!("{url}?user_code={code}&consent={consent}"),
                None => format!("{asked}&consent={consent}"),
            };
            let browser = Client::builder().no_proxy().build().unwrap();
            let page = browser.get(url).send().await.unwrap();
            assert_eq!(page.status(), 200);
            let page = page.text().await.unwrap();
            assert!(!page.contains("access_denied") && !page.contains("<b>No</b>"), "{page}");
        }
        let mut error = String::new();
        running.stderr.take().unwrap().read_to_string(&mut error).await.unwrap();
        Ended { code: running.wait().await.unwrap().code(), lines, error }
    };
    timeout(Duration::from_secs(60), both).await.expect("it ends by itself")
}

#[track_caller]
fn assert_said(ended: &Ended, expected: &[&str]) {
    assert_eq!((ended.code, &*ended.error), (Some(0), ""), "{ended:?}");
    assert_eq!(ended.lines, expected);
}

const FIRST: [&str; 2] =
    ["Signing in, because: nobody has signed in yet", r#"Signed in as "Test User""#];
const AGAIN: [&str; 2] = ["Still signed in", r#"Signed in as "Test User""#];

#[tokio::test]
async fn started_again_it_is_still_signed_in() {
    let server = Server::start(3600).await.unwrap();
    let folder = Folder::new("again");
    for (arguments, expected) in [
        (&[][..], &FIRST[..]),
        (&[], &AGAIN),
        (&["--device"], &AGAIN),
        (&["--sign-out"], &["Signed out"]),
        (&["--device"], &["Signing in, because: signed out", r#"Signed in as "Test User""#]),
        (&[], &AGAIN),
    ] {
        assert_said(&run(&server, &folder.0, arguments, "yes").await, expected);
    }
    assert_eq!(server.refreshes(), 0);
}

#[tokio::test]
async fn copies_started_at_once_refresh_once() {
    // Half of the life is over in ten seconds.
    let server = Server::start(20).await.unwrap();
    let folder = Folder::new("once");
    assert_said(&run(&server, &folder.0, &[], "yes").await, &FIRST);
    tokio::time::sleep(Duration::from_millis(10_500)).await;
    let copy = || run(&server, &folder.0, &[], "yes");
    let (one, two, three, four) = tokio::join!(copy(), copy(), copy(), copy());
    for copy in [one, two, three, four] {
        assert_said(&copy, &AGAIN);
    }
    assert_eq!(server.refreshes(), 1);
}

#[tokio::test]
async fn refusal_is_told_and_nothing_is_kept() {
    let server = Server::start(3600).await.unwrap();
    let folder = Folder::new("refusal");
    let ended = run(&server, &folder.0, &[], "no").await;
    assert_eq!((ended.code, &*ended.lines), (Some(1), &FIRST.map(str::to_owned)[..1]));
    assert!(ended.error.starts_with("sign_in_cli: the authorization server gave no code\n"));
    assert!(ended.error.contains("access_denied"), "{}", ended.error);
    assert_said(&run(&server, &folder.0, &[], "yes").await, &FIRST);
}

#[tokio::test]
async fn show_shows_every_step() {
    let output = timeout(Duration::from_secs(120), example().output()).await.unwrap().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{shown}");
    let steps = shown.lines().filter(|line| line.starts_with(char::is_numeric)).count();
    assert_eq!((steps, shown.matches("Signed in as \"Test User\"").count()), (5, 5), "{shown}");
    assert!(shown.contains("\n   refreshes: 1\n"), "{shown}");
}
