//! The loopback listener as a program uses it.

use std::error::Error as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oauth_runtime::authorization::{AuthorizationCode, AuthorizationErrorCode, CallbackError};
use oauth_runtime::sign_in::{ListenerError, LoopbackBuilder, LoopbackListener, Rejection};
use oauth_runtime::{Callback, ExposeSecret, State};
use oauth_tests::Traces;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::browser::Place;

pub(crate) const STATE: &str = "st4te-of-the-session";
pub(crate) const GOOD: &str = "code=c0de&state=st4te-of-the-session";

/// A listener that waits in a task of its own.
pub(crate) async fn waiting(
    builder: LoopbackBuilder,
) -> (Place, JoinHandle<Result<AuthorizationCode, ListenerError>>) {
    let listener = builder.bind().await.unwrap();
    let place = Place::of(&listener);
    let code = async move { listener.code(&Callback::new(&State::from_string(STATE))).await };
    (place, tokio::spawn(code))
}

fn code_of(code: AuthorizationCode) -> String {
    code.into_code().expose_secret().to_owned()
}

#[tokio::test]
async fn callback_brings_the_code() {
    let (place, code) = waiting(LoopbackListener::builder()).await;
    let page = place.open(&format!("{GOOD}&scope=read+write&x=y")).await;
    let code = code.await.unwrap().unwrap();
    assert!(code.scope().unwrap().contains("write"));
    assert_eq!(code.parameter("x"), Some("y"));
    assert_eq!(code_of(code), "c0de");

    let (head, body) = page.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    for header in [
        "content-type: text/html; charset=utf-8",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
        "connection: close",
    ] {
        assert!(head.lines().any(|line| line == header), "{header}: {head}");
    }
    assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
    assert!(body.starts_with("<!doctype html>") && body.contains("close this page"), "{body}");
    assert!(!body.contains("c0de") && !body.contains(STATE), "{body}");
    assert!(place.is_closed().await);
}

#[tokio::test]
async fn redirect_uri_is_where_it_listens() {
    let builder = LoopbackListener::builder;
    for (builder, beginning, end) in [
        (builder(), "http://127.0.0.1:", "/callback"),
        (
            builder().path("/oauth2redirect/example-provider"),
            "http://127.0.0.1:",
            "/example-provider",
        ),
        (builder().path("/"), "http://127.0.0.1:", "/"),
        (builder().localhost(), "http://localhost:", "/callback"),
        (builder().ipv6(), "http://[::1]:", "/callback"),
    ] {
        let listener = builder.clone().bind().await;
        let listener = match listener {
            Err(ListenerError::Bind(error)) if beginning.contains("::1") => {
                eprintln!("SKIPPED: this machine has no IPv6: {error}");
                continue;
            }
            listener => listener.unwrap(),
        };
        let uri = listener.redirect_uri();
        let port = uri.strip_prefix(beginning).and_then(|it| it.strip_suffix(end)).expect(uri);
        let port = port.split('/').next().unwrap_or_default();
        assert!(port.parse::<u16>().is_ok_and(|port| port > 0), "{uri}");
        drop(listener);

        let (place, code) = waiting(builder).await;
        assert!(place.open(GOOD).await.contains("200 OK"));
        assert_eq!(code_of(code.await.unwrap().unwrap()), "c0de");
    }
}

#[tokio::test]
async fn first_free_port_of_a_list_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ports = [taken.local_addr().unwrap().port(), free.local_addr().unwrap().port()];
    let builder = LoopbackListener::builder().ports(ports);
    let Err(ListenerError::Bind(error)) = builder.clone().bind().await else { panic!("bound") };
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    drop(free);
    let listener = builder.bind().await.unwrap();
    assert_eq!(listener.redirect_uri(), format!("http://127.0.0.1:{}/callback", ports[1]));

    let none = LoopbackListener::builder().ports([]).bind().await;
    assert!(matches!(none, Err(ListenerError::Bind(_))), "{none:?}");
}

#[tokio::test]
async fn what_is_no_path_is_refused() {
    for path in
        ["", "callback", "@evil.example/", "/a?b", "/a#b", "/a/../b", "/a b", "/ä", "//[", ":80/"]
    {
        let bound = LoopbackListener::builder().path(path).bind().await;
        assert!(matches!(bound, Err(ListenerError::Path)), "{path}: {bound:?}");
    }
}

#[tokio::test]
async fn refusal_of_the_server_ends_it() {
    let (place, code) = waiting(LoopbackListener::builder()).await;
    let text = "The+person+said+%3Cb%3Eno";
    let page =
        place.open(&format!("error=access_denied&error_description={text}&state={STATE}")).await;
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("has not taken place"));
    assert!(!page.contains("person said") && !page.contains("access_denied"), "{page}");
    let error = code.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the authorization server gave no code");
    let ListenerError::Callback(CallbackError::Denied(denied)) = error else { panic!("{error:?}") };
    assert_eq!(*denied.error(), AuthorizationErrorCode::AccessDenied);
    assert_eq!(denied.error_description(), Some("The person said <b>no"));

    // Some servers refuse in words of their own.
    let (place, code) = waiting(LoopbackListener::builder()).await;
    place.open(&format!("error_reason=user_denied&state={STATE}")).await;
    let error = code.await.unwrap().unwrap_err();
    let ListenerError::Callback(CallbackError::CodeMissing(said)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(said.get("error_reason"), Some("user_denied"));
}

/// [OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
#[tokio::test]
async fn form_is_taken_where_it_was_asked_for() {
    const FORM: &str = "application/x-www-form-urlencoded";

    for content_type in [FORM, "Application/X-WWW-Form-Urlencoded; charset=UTF-8"] {
        let (place, code) = waiting(LoopbackListener::builder().form_post()).await;
        assert!(place.post(content_type, &format!("{GOOD}&x=%23+1#y")).await.contains("200 OK"));
        let code = code.await.unwrap().unwrap();
        assert_eq!(code.parameter("x"), Some("# 1#y"));
        assert_eq!(code_of(code), "c0de");
    }

    let (rejections, builder) = crate::guests::noted(LoopbackListener::builder().form_post());
    let (place, code) = waiting(builder).await;
    let long = format!("{GOOD}&x={}", "x".repeat(70_000));
    for (page, status, expected) in [
        (place.open(GOOD).await, 404, Rejection::OtherMethod),
        (place.post("application/json", "{}").await, 404, Rejection::NotAForm),
        (place.post("text/plain", GOOD).await, 404, Rejection::NotAForm),
        (place.post(FORM, &long).await, 413, Rejection::TooLarge),
        (
            place.post(FORM, "code=c0de&state=wrong").await,
            400,
            Rejection::Callback(CallbackError::StateWrong),
        ),
    ] {
        // The connection may be gone before all of a long form is there.
        let is_answered = page.starts_with(&format!("HTTP/1.1 {status} "));
        assert!(is_answered || (page.is_empty() && status == 413), "{expected}: {page}");
        assert_eq!(rejections.next(), expected);
    }
    assert!(place.post(FORM, GOOD).await.contains("200 OK"));
    assert!(code.await.unwrap().is_ok());
}

#[tokio::test]
async fn pages_of_its_own_are_shown() {
    let builder =
        || LoopbackListener::builder().success_page("<p>wel\u{e7}ome").failure_page("<p>go away");
    let (place, code) = waiting(builder()).await;
    assert!(place.open("code=c0de&state=wrong").await.ends_with("\r\n\r\n<p>go away"));
    assert!(place.open(GOOD).await.ends_with("\r\n\r\n<p>wel\u{e7}ome"));
    assert!(code.await.unwrap().is_ok());
    let (place, code) = waiting(builder()).await;
    let refused = place.open(&format!("error=server_error&state={STATE}")).await;
    assert!(refused.ends_with("\r\n\r\n<p>go away"));
    assert!(code.await.unwrap().is_err());
}

#[tokio::test]
async fn issuer_is_checked() {
    let listener =
        LoopbackListener::builder().deadline(Duration::from_secs(1)).bind().await.unwrap();
    let place = Place::of(&listener);
    let state = State::from_string(STATE);
    let callback = Callback::new(&state).issuer("https://as.example").require_issuer();
    let browse = async {
        place.open(&format!("{GOOD}&iss=https://evil.example")).await;
        place.open(GOOD).await
    };
    let (code, page) = tokio::join!(listener.code(&callback), browse);
    assert!(page.starts_with("HTTP/1.1 400 "), "{page}");
    let error = code.unwrap_err();
    let ListenerError::Deadline(Some(last)) = &error else { panic!("{error:?}") };
    assert_eq!(*last, CallbackError::IssuerMissing);
    assert_eq!(error.source().unwrap().to_string(), "the callback has no `iss`");
}

#[tokio::test]
async fn deadline_ends_it_and_closes_the_port() {
    let (place, code) =
        waiting(LoopbackListener::builder().deadline(Duration::from_millis(300))).await;
    let error = code.await.unwrap().unwrap_err();
    assert!(matches!(error, ListenerError::Deadline(None)), "{error:?}");
    assert!(place.is_closed().await);
    let (place, code) = waiting(LoopbackListener::builder().deadline(Duration::MAX)).await;
    assert!(place.open(GOOD).await.contains("200 OK"));
    assert!(code.await.unwrap().is_ok());
}

#[tokio::test]
async fn dropped_listener_closes_its_port() {
    let listener = LoopbackListener::bind().await.unwrap();
    let place = Place::of(&listener);
    drop(listener);
    assert!(place.is_closed().await);

    let (place, code) = waiting(LoopbackListener::builder()).await;
    let open = tokio::net::TcpStream::connect(&place.address).await.unwrap();
    place.open("").await;
    code.abort();
    assert!(code.await.unwrap_err().is_cancelled());
    assert!(place.is_closed().await);
    drop(open);
}

#[test]
fn outside_a_runtime_it_says_so() {
    let mut context = Context::from_waker(Waker::noop());
    let bound = pin!(LoopbackListener::bind()).poll(&mut context);
    assert!(matches!(bound, Poll::Ready(Err(ListenerError::NoRuntime))), "{bound:?}");

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(LoopbackListener::bind()).unwrap();
    let state = State::from_string(STATE);
    let code = pin!(listener.code(&Callback::new(&state))).poll(&mut context);
    assert!(matches!(code, Poll::Ready(Err(ListenerError::NoRuntime))), "{code:?}");
}

#[tokio::test]
async fn nothing_of_it_shows_a_secret() {
    let traces = Traces::record();
    let (rejections, builder) = crate::guests::noted(LoopbackListener::builder());
    let listener = builder.clone().bind().await.unwrap();
    let mut shown = format!("{builder:?} {listener:?}");
    drop(listener);
    let (place, code) = waiting(builder.deadline(Duration::from_millis(500))).await;
    for query in
        ["code=canary&state=canary", "code=canary&code=canary&state=st4te-of-the-session", "canary"]
    {
        shown += &place.open(query).await;
        let rejection = rejections.next();
        shown = format!("{shown} {rejection} {rejection:?}");
    }
    let error = code.await.unwrap().unwrap_err();
    shown = format!("{shown} {error} {error:?} {}", error.source().unwrap());
    shown = format!("{shown} {:?}", traces.told());
    assert!(!shown.contains("canary") && !shown.contains(STATE), "{shown}");
}
