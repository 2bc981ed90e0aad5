//! The example `sign_in_web` as a person meets it in Chromium, and as a browser meets its cookies.
//!
//! The tests with Chromium need `chromium` and `chromedriver`, and the one with Redis `redis-server`. Without them they say that they
//! were skipped; under `CI=true` they fail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "what cannot be set up has failed, and what is skipped says so"
)]

#[path = "../examples/embedded/server.rs"]
mod server;

use std::env;
use std::error::Error;
use std::process::Stdio;
use std::time::Duration;

use axum_extra::extract::cookie::{Cookie, SameSite};
use fantoccini::{Client as Browser, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use oauth_runtime::reqwest::header::{CACHE_CONTROL, COOKIE, LOCATION, SET_COOKIE};
use oauth_runtime::reqwest::redirect::Policy;
use oauth_runtime::reqwest::{Client, RequestBuilder, Response};
use serde_json::json;
use server::Server;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

type Failure = Box<dyn Error + Send + Sync>;

/// The example at work, until it is dropped.
struct App {
    origin: String,
    _running: Child,
}

impl App {
    /// Starts the example, which cargo builds beside its tests.
    async fn start(arguments: &[&str], redis: Option<&str>) -> Self {
        let this = env::current_exe().unwrap();
        let built = this.ancestors().nth(2).unwrap().join("examples");
        let mut command =
            Command::new(built.join(format!("sign_in_web{}", env::consts::EXE_SUFFIX)));
        command.args(arguments).env_remove("REDIS_URL").envs(redis.map(|url| ("REDIS_URL", url)));
        let (running, origin) = started(command, "Open ").await.expect("the example is built");
        Self { origin, _running: running }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Starts a program and waits for the line that tells where it is; nothing where there is no such program.
async fn started(mut command: Command, beginning: &str) -> Option<(Child, String)> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut running = command.spawn().ok()?;
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let told = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, place)) = line.split_once(beginning) {
                return place.trim_end_matches('.').to_owned();
            }
        }
        panic!("the program ended without a word");
    };
    let place = timeout(Duration::from_secs(60), told).await.expect("it starts");
    // What it says later is not read, and must not stop it.
    tokio::spawn(async move { while lines.next_line().await.is_ok_and(|line| line.is_some()) {} });
    Some((running, place))
}

/// Says that a test is skipped; under `CI=true` it fails.
fn skip(test: &str, missing: &str) {
    assert_ne!(env::var("CI").as_deref(), Ok("true"), "{test}: there is no {missing}");
    eprintln!("SKIPPED {test}: there is no {missing}");
}

/// Chromium without a screen, or nothing where this machine has none.
async fn chromium() -> Option<(Child, Browser)> {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").stderr(Stdio::null());
    let (driver, port) = started(command, "started successfully on port ").await?;
    // The sandbox needs rights that containers and root do not have; nothing but this machine is visited.
    let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    let options = json!({ "goog:chromeOptions": { "args": arguments } });
    let capabilities = options.as_object().unwrap().clone();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    match builder.connect(&format!("http://127.0.0.1:{port}")).await {
        Ok(browser) => Some((driver, browser)),
        Err(error) => {
            eprintln!("Chromium does not start: {error}");
            None
        }
    }
}

/// The text of the page, as soon as it has it.
async fn text_with(browser: &Browser, part: &str) -> String {
    let find = async {
        loop {
            if let Ok(body) = browser.find(Locator::Css("body")).await
                && let Ok(text) = body.text().await
                && text.contains(part)
            {
                return text;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let found = timeout(Duration::from_secs(30), find).await;
    found.unwrap_or_else(|_| panic!("there is no {part:?} on the page"))
}

async fn click(browser: &Browser, selector: &str) {
    let element =
        browser.wait().at_most(Duration::from_secs(30)).for_element(Locator::Css(selector));
    element.await.unwrap().click().await.unwrap();
}

/// Begins a sign-in, up to the question.
async fn begin(browser: &Browser, app: &App) {
    browser.goto(&app.origin).await.unwrap();
    click(browser, "button").await;
    text_with(browser, "May the example know who you are?").await;
}

async fn has_session(browser: &Browser) -> bool {
    browser.get_named_cookie("session").await.is_ok()
}

#[tokio::test]
async fn person_signs_in_and_out_in_chromium() {
    let Some((driver, browser)) = chromium().await else {
        return skip("person_signs_in_and_out_in_chromium", "Chromium with its driver");
    };
    let app = App::start(&[], None).await;

    begin(&browser, &app).await;
    click(&browser, "#yes").await;
    text_with(&browser, "Test User").await;
    assert_eq!(browser.current_url().await.unwrap().as_str(), app.url("/"));
    let session = browser.get_named_cookie("session").await.unwrap();
    assert_eq!((session.http_only(), session.secure()), (Some(true), Some(false)));
    assert_eq!(session.same_site().map(|it| it.to_string()).as_deref(), Some("Lax"));
    let seen = browser.execute("return document.cookie", vec![]).await.unwrap();
    assert_eq!(seen, json!(""), "a script sees no cookie");
    assert!(browser.get_named_cookie("sign-in").await.is_err(), "what has begun is over");

    browser.refresh().await.unwrap();
    text_with(&browser, "Test User").await;

    click(&browser, "button").await;
    text_with(&browser, "Sign in").await;
    assert!(!has_session(&browser).await);
    // Whoever kept the cookie is signed out, too.
    browser.add_cookie(session).await.unwrap();
    browser.refresh().await.unwrap();
    text_with(&browser, "Sign in again").await;
    browser.close().await.unwrap();
    drop(driver);
}

#[tokio::test]
async fn what_is_no_sign_in_shows_a_plain_page_in_chromium() {
    let Some((driver, browser)) = chromium().await else {
        return skip(
            "what_is_no_sign_in_shows_a_plain_page_in_chromium",
            "Chromium with its driver",
        );
    };
    let app = App::start(&[], None).await;

    begin(&browser, &app).await;
    click(&browser, "#no").await;
    let page = text_with(&browser, "The sign-in has not taken place.").await;
    assert!(!page.contains("access_denied") && !page.contains("No</b>"), "{page}");
    assert!(!has_session(&browser).await);

    begin(&browser, &app).await;
    browser.goto(&app.url("/callback?code=c0de&state=another&x=<b>canary")).await.unwrap();
    let page = text_with(&browser, "The sign-in has not taken place.").await;
    assert!(!page.contains("canary") && !page.contains("c0de"), "{page}");
    assert!(!has_session(&browser).await);

    // The sign-in is over with that, whatever comes after.
    browser.back().await.unwrap();
    click(&browser, "#yes").await;
    text_with(&browser, "No sign-in has begun in this browser.").await;
    assert!(!has_session(&browser).await);

    click(&browser, "a").await;
    text_with(&browser, "Sign in").await;
    browser.close().await.unwrap();
    drop(driver);
}

/// A browser without a screen, whose cookies the test carries.
fn browser() -> Client {
    Client::builder().no_proxy().redirect(Policy::none()).build().unwrap()
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.unwrap()
}

/// The only cookie of a response.
#[track_caller]
fn cookie(response: &Response, name: &str) -> Cookie<'static> {
    let all = response.headers().get_all(SET_COOKIE).iter();
    let all = all.map(|it| Cookie::parse(it.to_str().unwrap().to_owned()).unwrap());
    let mut named = all.filter(|cookie| cookie.name() == name);
    let cookie = named.next().expect(name);
    assert!(named.next().is_none(), "{name} is set twice");
    cookie
}

#[tokio::test]
async fn cookies_are_for_the_host_alone() {
    for (origin, prefix, secure) in [
        (None, "", None),
        (Some("https://app.example"), "__Host-", Some(true)),
        (Some("https://app.example:8443/"), "__Host-", Some(true)),
        (Some("http://app.example"), "__Host-", Some(true)),
        (Some("http://127.0.0.1.example"), "__Host-", Some(true)),
        (Some("http://localhost:8080"), "", None),
    ] {
        let app = match origin {
            Some(origin) => at_origin(origin).await,
            None => App::start(&[], None).await,
        };
        let begun = send(browser().post(app.url("/sign-in"))).await;
        assert_eq!(begun.status(), 303);
        let location = begun.headers()[LOCATION].to_str().unwrap();
        let public = origin.unwrap_or(&app.origin).trim_end_matches('/');
        let public = public.replace(':', "%3A").replace('/', "%2F");
        assert!(location.contains(&format!("redirect_uri={public}%2Fcallback")), "{location}");

        let begun = cookie(&begun, &format!("{prefix}sign-in"));
        assert_eq!((begun.http_only(), begun.secure()), (Some(true), secure));
        assert_eq!((begun.same_site(), begun.path()), (Some(SameSite::Lax), Some("/")));
        assert_eq!((begun.domain(), begun.value().len()), (None, 43));
        assert!(!location.contains(begun.value()), "the cookie is in a URL");
    }
}

/// Starts the example for a public address; gives where it really is.
async fn at_origin(origin: &str) -> App {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let app = App::start(&["--listen", &address, "--origin", origin], None).await;
    App { origin: format!("http://{address}"), ..app }
}

/// Signs in, and gives the cookie of the session.
async fn sign_in(app: &App) -> String {
    let begun = send(browser().post(app.url("/sign-in"))).await;
    let own = cookie(&begun, "sign-in").stripped().to_string();
    let asked = format!("{}&consent=yes", begun.headers()[LOCATION].to_str().unwrap());
    let agreed = send(browser().get(asked)).await;
    let callback = agreed.headers()[LOCATION].to_str().unwrap();
    // Another browser gets nothing for it.
    assert_eq!(send(browser().get(callback)).await.status(), 400);
    let other = send(browser().get(callback).header(COOKIE, "sign-in=guessed")).await;
    assert_eq!(other.status(), 400);

    let signed_in = send(browser().get(callback).header(COOKIE, &own)).await;
    assert_eq!(
        (signed_in.status().as_u16(), &signed_in.headers()[LOCATION]),
        (303, &"/".parse().unwrap())
    );
    let session = cookie(&signed_in, "session");
    assert!(!own.contains(session.value()), "the session is one that was known before");
    let replayed = send(browser().get(callback).header(COOKIE, own)).await;
    assert_eq!(replayed.status(), 400);
    session.stripped().to_string()
}

async fn home(app: &App, session: &str) -> String {
    let home = send(browser().get(app.url("/")).header(COOKIE, session)).await;
    assert_eq!(home.headers()[CACHE_CONTROL], "no-store");
    home.text().await.unwrap()
}

#[tokio::test]
async fn session_belongs_to_the_browser_that_began() {
    let app = App::start(&[], None).await;
    let session = sign_in(&app).await;
    assert!(home(&app, &session).await.contains("Test User"));
    assert!(home(&app, "session=guessed").await.contains("Sign in again"));
    let signed_out = send(browser().post(app.url("/sign-out")).header(COOKIE, &session)).await;
    let over = cookie(&signed_out, "session");
    assert!(over.value().is_empty() && over.to_string().contains("Max-Age=0"), "{over}");
    assert!(home(&app, &session).await.contains("Sign in again"));
}

#[tokio::test]
async fn login_in_redis_outlives_the_application() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let mut command = Command::new("redis-server");
    command.args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    let Some((redis, _)) = started(command, "Ready to accept connections").await else {
        return skip("login_in_redis_outlives_the_application", "redis-server");
    };
    let redis_url = format!("redis://127.0.0.1:{port}");
    let server = Server::start(3600).await.unwrap();
    let at_server = ["--server", &*server.origin, "--client-id", &*server.client_id];

    let app = App::start(&at_server, Some(&redis_url)).await;
    let session = sign_in(&app).await;
    drop(app);
    let app = App::start(&at_server, Some(&redis_url)).await;
    assert!(home(&app, &session).await.contains("Test User"));
    drop(app);
    let without = App::start(&at_server, None).await;
    assert!(home(&without, &session).await.contains("Sign in again"));
    drop(redis);
}
