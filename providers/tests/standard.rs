//! The example `standard` as a person meets it.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

use std::env;
use std::process::{Command, Output};

use oauth_tests::OAuthServer;

/// The example, which cargo builds beside its tests.
fn standard(arguments: &[&str]) -> Output {
    let this = env::current_exe().unwrap();
    let built = this.ancestors().nth(2).unwrap().join("examples");
    let example = built.join(format!("standard{}", env::consts::EXE_SUFFIX));
    Command::new(example).args(arguments).output().unwrap()
}

fn shown(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn embedded_sign_in_shows_every_step() {
    let output = standard(&[]);
    let (code, account, error) = shown(&output);
    assert_eq!((code, error), (Some(0), ""), "{account}");
    let steps: Vec<_> = account.lines().filter(|line| line.starts_with(char::is_numeric)).collect();
    assert_eq!(steps.len(), 6, "{account}");
    assert!(account.contains("code_challenge_methods    "), "{account}");
    let last = account.lines().last().unwrap();
    assert_eq!(last.split_whitespace().collect::<Vec<_>>(), ["active", "false"]);
    assert_eq!(account.matches(" characters)").count(), 4, "{account}");
}

#[tokio::test(flavor = "multi_thread")]
async fn server_is_asked_what_it_can_do() {
    let server = OAuthServer::nested_at("/tenant", "read").await;
    let output = standard(&["--issuer", &server.url("/tenant")]);
    let (code, account, error) = shown(&output);
    assert_eq!((code, error), (Some(0), ""), "{account}");
    assert!(account.contains(&server.url("/tenant/token")), "{account}");

    let output = standard(&["--issuer", server.origin()]);
    let (code, _, error) = shown(&output);
    assert_eq!((code, error), (Some(1), "standard: `discover`: the server refused with 404\n"));
}

#[test]
fn wrong_arguments_are_told() {
    for (arguments, code) in
        [(&["--help"][..], Some(0)), (&["--issuer"], Some(2)), (&["x"], Some(2))]
    {
        assert_eq!(standard(arguments).status.code(), code, "{arguments:?}");
    }
}
