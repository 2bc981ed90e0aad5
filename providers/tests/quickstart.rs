//! The example `quickstart` as a person meets it: what it shows, what it asks, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be set up has failed")]

use std::env;
use std::process::{Output, Stdio};
use std::time::Duration;

use oauth_runtime::reqwest::{Client, header::LOCATION, redirect::Policy};
use oauth_tests::{OAuthServer, Registered};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

const CALLBACK: &str = "https://app.example/callback";
const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// The example, which cargo builds beside its tests.
fn quickstart(arguments: &[&str]) -> Command {
    let this = env::current_exe().unwrap();
    let built = this.ancestors().nth(2).unwrap().join("examples");
    let mut command = Command::new(built.join(format!("quickstart{}", env::consts::EXE_SUFFIX)));
    for name in ["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "SCOPE"] {
        command.env_remove(format!("MASTODON_{name}"));
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

/// The same, set up for an application at a real instance.
fn quickstart_at(server: &OAuthServer, app: &Registered, redirect_uri: &str) -> Command {
    let mut command = quickstart(&["--instance", server.origin()]);
    command
        .env("MASTODON_CLIENT_ID", &app.client_id)
        .env("MASTODON_CLIENT_SECRET", &app.client_secret);
    command.env("MASTODON_REDIRECT_URI", redirect_uri);
    command
}

async fn run(mut command: Command) -> (Option<i32>, String, String) {
    let output =
        timeout(Duration::from_secs(60), command.output()).await.expect("it ends by itself");
    shown(output.unwrap())
}

fn shown(Output { status, stdout, stderr }: Output) -> (Option<i32>, String, String) {
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// Runs it for a person who opens the URL that it prints, and pastes what this makes of the redirect.
async fn run_with_person(
    mut command: Command,
    paste: impl Fn(&str) -> String,
) -> (Option<i32>, String, String) {
    let both = async {
        let mut running = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines.next_line().await.unwrap().expect("the URL to open");
            if line.contains("/oauth/authorize?") {
                break line;
            }
        };
        let browser = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        let answer = browser.get(url).send().await.unwrap();
        let pasted = paste(answer.headers()[LOCATION].to_str().unwrap());
        running.stdin.take().unwrap().write_all(pasted.as_bytes()).await.unwrap();
        let mut rest = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            rest.extend([line.as_str(), "\n"]);
        }
        let (code, _, error) = shown(running.wait_with_output().await.unwrap());
        (code, rest, error)
    };
    timeout(Duration::from_secs(60), both).await.expect("it ends by itself")
}

/// Gives the value that a line of the account shows.
#[track_caller]
fn value<'a>(account: &'a str, name: &str) -> &'a str {
    let mut lines = account.lines().map(str::trim);
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix("  ")).expect(name).trim()
}

#[track_caller]
fn assert_signed_in(account: &str) {
    for (name, secret) in
        [("code", true), ("access_token", true), ("token_type", false), ("scope", false)]
    {
        assert_eq!(value(account, name).ends_with(" characters)"), secret, "{account}");
    }
    assert!(
        value(account, "error").ends_with("the server refused with 400: invalid_grant"),
        "{account}"
    );
    assert_eq!(value(account, "grant()"), "Spent");
}

#[tokio::test]
async fn embedded_sign_in_shows_every_step() {
    let (code, account, error) = run(quickstart(&[])).await;
    assert_eq!((code, error.as_str()), (Some(0), ""), "{account}");
    let steps: Vec<_> = account.lines().filter(|line| line.starts_with(char::is_numeric)).collect();
    assert_eq!(steps.len(), 5, "{account}");
    assert_eq!(value(&account, "callback at"), CALLBACK);
    assert!(value(&account, "state").ends_with("… (43 characters)"), "{account}");
    assert_signed_in(&account);
    let public = [value(&account, "client_id"), value(&account, "code_challenge")];
    for word in
        account.split([' ', '\n', '=', '&']).filter(|word| word.len() > 30 && !word.contains("://"))
    {
        assert!(public.contains(&word), "shown in full: {word}");
    }
}

#[tokio::test]
async fn help_names_options_and_variables() {
    for argument in ["--help", "-h"] {
        let (code, help, error) = run(quickstart(&[argument])).await;
        assert_eq!((code, error.as_str()), (Some(0), ""));
        for name in
            ["--instance", "MASTODON_CLIENT_ID", "MASTODON_CLIENT_SECRET", "MASTODON_REDIRECT_URI"]
        {
            assert!(help.contains(name), "{help}");
        }
    }
}

#[tokio::test]
async fn wrong_arguments_give_one_line() {
    for (arguments, expected) in [
        (&["--secret=made-up"][..], "unknown argument \"--secret\": --help shows the known ones"),
        (&["--instance"], "--instance needs a URL, such as https://mastodon.social"),
        (
            &["--instance=https://a.example", "--instance=https://b.example"],
            "--instance is given twice",
        ),
        (
            &["--instance", "social"],
            "--instance: `Mastodon`: the base URL is relative: it has to begin with `https://`",
        ),
    ] {
        let line = format!("quickstart: {expected}\n");
        assert_eq!(run(quickstart(arguments)).await, (Some(2), String::new(), line));
    }
}

#[tokio::test]
async fn missing_environment_gives_one_line() {
    let instance = || quickstart(&["--instance", "https://social.example"]);
    let without_secret = |id| {
        let mut command = instance();
        command.env("MASTODON_CLIENT_ID", id);
        command
    };
    for (command, name) in [
        (instance(), "MASTODON_CLIENT_ID"),
        (without_secret(""), "MASTODON_CLIENT_ID"),
        (without_secret("made-up"), "MASTODON_CLIENT_SECRET"),
    ] {
        let line = format!(
            "quickstart: --instance needs {name} in the environment: --help says where it comes from\n"
        );
        assert_eq!(run(command).await, (Some(2), String::new(), line));
    }
}

#[tokio::test]
async fn instance_takes_what_is_pasted() {
    let server = OAuthServer::nested_at("/oauth", "read write").await;
    let app =
        server.register(json!({ "redirect_uris": [CALLBACK, OUT_OF_BAND], "scope": "read" })).await;

    let command = quickstart_at(&server, &app, CALLBACK);
    let (code, account, error) = run_with_person(command, |location| format!("{location}\n")).await;
    assert_eq!((code, error.as_str()), (Some(0), ""), "{account}");
    assert_signed_in(&account);

    let command = quickstart_at(&server, &app, OUT_OF_BAND);
    let pasted = |location: &str| location.split(['=', '&']).nth(1).unwrap().to_owned();
    let (code, account, error) = run_with_person(command, pasted).await;
    assert_eq!((code, error.as_str()), (Some(0), ""), "{account}");
    assert_signed_in(&account);
}

#[tokio::test]
async fn failed_step_gives_one_line() {
    let server = OAuthServer::nested_at("/oauth", "read write").await;
    let app =
        server.register(json!({ "redirect_uris": [CALLBACK, OUT_OF_BAND], "scope": "read" })).await;
    for (redirect_uri, pasted, expected) in [
        (CALLBACK, "", "no callback URL came on standard input"),
        (OUT_OF_BAND, "\n", "no code came on standard input"),
        (
            OUT_OF_BAND,
            "made-up\n",
            "`oauth_token_post`: the server refused with 400: invalid_grant",
        ),
        (
            CALLBACK,
            "https://app.example/callback?code=made-up&state=made-up\n",
            "the `state` of the callback is not the one that was sent",
        ),
        (
            CALLBACK,
            "https://elsewhere.example/?code=made-up\n",
            "the callback is not at the `redirect_uri`",
        ),
    ] {
        let command = quickstart_at(&server, &app, redirect_uri);
        let (code, _, error) = run_with_person(command, |_| pasted.to_owned()).await;
        assert_eq!((code, error), (Some(1), format!("quickstart: {expected}\n")));
    }
}
