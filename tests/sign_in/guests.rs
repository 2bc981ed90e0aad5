//! Whoever else comes to a loopback listener: each is rejected by a variant of its own, and the callback is still taken.

use std::io::{Read, Write};
use std::net::TcpStream as BlockingStream;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth_runtime::authorization::CallbackError;
use oauth_runtime::sign_in::{LoopbackBuilder, LoopbackListener, Rejection};
use oauth_runtime::{Callback, State};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::browser::Place;
use crate::listener::{GOOD, STATE, waiting};

/// What a listener rejected, in order.
pub(crate) struct Noted(Mutex<Receiver<Rejection>>);

impl Noted {
    #[track_caller]
    pub(crate) fn next(&self) -> Rejection {
        let received = self.0.lock().unwrap().recv_timeout(Duration::from_secs(10));
        received.expect("there is a rejection")
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().unwrap().try_recv().is_err()
    }

    pub(crate) async fn soon(&self) -> Rejection {
        loop {
            if let Ok(rejection) = self.0.lock().unwrap().try_recv() {
                return rejection;
            }
            tokio::task::yield_now().await;
        }
    }
}

pub(crate) fn noted(builder: LoopbackBuilder) -> (Noted, LoopbackBuilder) {
    let (told, rejections) = mpsc::channel();
    let told = Arc::new(Mutex::new(told));
    let builder = builder.on_rejected(move |rejection| {
        told.lock().unwrap().send(rejection.clone()).unwrap();
    });
    (Noted(Mutex::new(rejections)), builder)
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_of_others_are_rejected_each_by_its_variant() {
    let (rejections, builder) = noted(LoopbackListener::builder());
    let (place, code) = waiting(builder).await;
    let with_state = |query: &str| format!("{query}&state={STATE}");
    for (query, expected) in [
        ("code=c&state=wrong".to_owned(), CallbackError::StateWrong),
        ("error=access_denied&state=wrong".to_owned(), CallbackError::StateWrong),
        ("code=c".to_owned(), CallbackError::StateMissing),
        ("error=access_denied".to_owned(), CallbackError::StateMissing),
        (String::new(), CallbackError::StateMissing),
        (with_state("code=c&state=wrong"), CallbackError::Repeated("state")),
        (with_state(GOOD), CallbackError::Repeated("state")),
        (with_state("code=c&code=d"), CallbackError::Repeated("code")),
        (with_state("error=a&error=b"), CallbackError::Repeated("error")),
        (with_state("code=c%00"), CallbackError::CodeUnreadable),
    ] {
        let page = place.open(&query).await;
        assert!(page.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{query}: {page}");
        assert!(page.contains("has not taken place"), "{query}: {page}");
        assert_eq!(rejections.next(), Rejection::Callback(expected), "{query}");
    }
    let page = place.open(&with_state("code=c&error=access_denied")).await;
    assert!(page.starts_with("HTTP/1.1 400 "), "{page}");
    let both = rejections.next();
    assert!(matches!(both, Rejection::Callback(CallbackError::CodeAndError(_))), "{both:?}");

    assert!(place.open(GOOD).await.starts_with("HTTP/1.1 200 "));
    assert!(code.await.unwrap().is_ok() && rejections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_are_rejected_each_by_its_variant() {
    let (rejections, builder) = noted(LoopbackListener::builder());
    let (place, code) = waiting(builder).await;
    let (host, good) = (&place.host, format!("/callback?{GOOD}"));
    let port = host.rsplit(':').next().unwrap();
    let name = "x".repeat(20_000);
    let headers = "x: 1\r\n".repeat(200);
    for (request, status, expected) in [
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), 404, Rejection::OtherPath),
        (format!("GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n"), 404, Rejection::OtherPath),
        (
            format!("GET /callback/?{GOOD} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            404,
            Rejection::OtherPath,
        ),
        (
            format!("GET /Callback?{GOOD} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            404,
            Rejection::OtherPath,
        ),
        (
            format!("GET /%63allback?{GOOD} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            404,
            Rejection::OtherPath,
        ),
        (
            format!("GET //{host}/callback?{GOOD} HTTP/1.1\r\nHost: {host}\r\n\r\n"),
            404,
            Rejection::OtherPath,
        ),
        (
            format!("POST {good} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"),
            404,
            Rejection::OtherMethod,
        ),
        (format!("HEAD {good} HTTP/1.1\r\nHost: {host}\r\n\r\n"), 404, Rejection::OtherMethod),
        (format!("OPTIONS {good} HTTP/1.1\r\nHost: {host}\r\n\r\n"), 404, Rejection::OtherMethod),
        (format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n"), 404, Rejection::OtherPath),
        (
            format!("GET {good} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"),
            404,
            Rejection::OtherHost,
        ),
        (format!("GET {good} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), 404, Rejection::OtherHost),
        (
            format!("GET {good} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            404,
            Rejection::OtherHost,
        ),
        (
            format!("GET {good} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n"),
            404,
            Rejection::OtherHost,
        ),
        (format!("GET {good} HTTP/1.1\r\n\r\n"), 404, Rejection::OtherHost),
        (format!("GET {good} HTTP/1.0\r\n\r\n"), 404, Rejection::OtherHost),
        (format!("GET {good}&x={name} HTTP/1.1\r\nHost: {host}\r\n\r\n"), 431, Rejection::TooLarge),
        (
            format!("GET {good} HTTP/1.1\r\nHost: {host}\r\nx: {name}\r\n\r\n"),
            431,
            Rejection::TooLarge,
        ),
        (format!("GET {good} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"), 431, Rejection::TooLarge),
        (format!("GET {good}\r\n\r\n"), 400, Rejection::NotHttp),
        ("GET /call\u{0}back HTTP/1.1\r\n\r\n".to_owned(), 400, Rejection::NotHttp),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 0, Rejection::NotHttp),
        (
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}".to_owned(),
            400,
            Rejection::NotHttp,
        ),
    ] {
        let page = place.say(&request).await;
        let start = &request[..request.len().min(60)];
        let is_right = status == 0 || page.starts_with(&format!("HTTP/1.1 {status} "));
        // The server may be gone before all of a long request is there.
        let is_gone = page.is_empty() && request.len() > 16 * 1024;
        assert!(is_right || is_gone || page.starts_with("HTTP/1.0 404 "), "{start:?}: {page}");
        assert!(!page.contains("c0de") && !page.contains(STATE), "{start:?}: {page}");
        assert_eq!(rejections.next(), expected, "{start:?}");
    }
    // In the form that proxies are spoken to with, it is still the callback.
    let absolute = format!("GET http://{host}{good} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    assert!(place.say(absolute).await.starts_with("HTTP/1.1 200 "));
    assert!(code.await.unwrap().is_ok() && rejections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn query_of_ten_megabytes_is_not_read() {
    let (rejections, builder) = noted(LoopbackListener::builder());
    let (place, code) = waiting(builder).await;
    let page = place.open(&format!("{GOOD}&x={}", "x".repeat(10 << 20))).await;
    assert!(page.is_empty() || page.starts_with("HTTP/1.1 431 "), "{page}");
    assert_eq!(rejections.next(), Rejection::TooLarge);
    assert!(place.open(GOOD).await.starts_with("HTTP/1.1 200 "));
    assert!(code.await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn port_scans_and_half_requests_leave_it_listening() {
    let (rejections, builder) = noted(LoopbackListener::builder());
    let (place, code) = waiting(builder).await;
    for _ in 0..200 {
        drop(TcpStream::connect(&place.address).await.unwrap());
    }
    for _ in 0..200 {
        assert_eq!(rejections.next(), Rejection::NoRequest);
    }
    let whole = place.get(GOOD);
    for length in 0..whole.len() {
        let mut stream = BlockingStream::connect(&place.address).unwrap();
        stream.write_all(&whole.as_bytes()[..length]).unwrap();
        drop(stream);
        let rejection = rejections.next();
        assert_eq!(rejection, Rejection::NoRequest, "after {length} bytes");
    }
    assert!(place.open(GOOD).await.starts_with("HTTP/1.1 200 "));
    assert!(code.await.unwrap().is_ok() && rejections.is_empty());
}

/// A blocking guest stops the clock from running ahead of it: it goes on only where the test says so.
#[tokio::test(start_paused = true)]
async fn guest_without_a_word_is_shown_out_after_ten_seconds() {
    for said in ["", "GET /callback?code=", "GET /callback HTTP/1.1\r\nHost: "] {
        let (rejections, builder) = noted(LoopbackListener::builder());
        let (place, code) = waiting(builder).await;
        let (address, there) = (place.address.clone(), Arc::new(Mutex::new(false)));
        let is_there = Arc::clone(&there);
        let guest = tokio::task::spawn_blocking(move || {
            let mut stream = BlockingStream::connect(address).unwrap();
            stream.write_all(said.as_bytes()).unwrap();
            *is_there.lock().unwrap() = true;
            let mut rest = Vec::new();
            drop(stream.read_to_end(&mut rest));
            rest
        });
        while !*there.lock().unwrap() {
            tokio::task::yield_now().await;
        }
        // The listener lets it in.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        tokio::time::advance(Duration::from_millis(9_900)).await;
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        assert!(rejections.is_empty() && !guest.is_finished(), "{said:?}");
        tokio::time::advance(Duration::from_millis(200)).await;
        assert_eq!(rejections.soon().await, Rejection::TooSlow, "{said:?}");
        assert_eq!(guest.await.unwrap(), b"");
        assert!(!code.is_finished());
        code.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn crowd_keeps_nobody_out() {
    let (rejections, builder) = noted(LoopbackListener::builder());
    let (place, code) = waiting(builder).await;
    let mut crowd = Vec::new();
    for _ in 0..100 {
        crowd.push(TcpStream::connect(&place.address).await.unwrap());
    }
    for _ in 0..100 - 32 {
        assert_eq!(rejections.next(), Rejection::Crowded);
    }
    // The oldest had to go.
    for (number, guest) in crowd.iter_mut().enumerate() {
        let gone = timeout(Duration::from_millis(50), guest.read(&mut [0])).await;
        assert_eq!(gone.is_ok(), number < 100 - 32, "{number}");
        if number > 100 - 30 {
            break;
        }
    }
    assert!(place.open(GOOD).await.starts_with("HTTP/1.1 200 "));
    assert!(code.await.unwrap().is_ok());
}

#[tokio::test]
async fn browser_before_a_crowd_is_served() {
    let listener = LoopbackListener::bind().await.unwrap();
    let place = Place::of(&listener);
    let mut browser = BlockingStream::connect(&place.address).unwrap();
    browser.write_all(place.get(GOOD).as_bytes()).unwrap();
    // All of them wait when the listener looks for the first time.
    let crowd: Vec<_> =
        (0..100).map(|_| BlockingStream::connect(&place.address).unwrap()).collect();
    let state = State::from_string(STATE);
    let code = timeout(Duration::from_secs(30), listener.code(&Callback::new(&state))).await;
    assert!(code.expect("it does not wait for the crowd").is_ok());
    let mut page = String::new();
    browser.read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    drop(crowd);
}

#[tokio::test(flavor = "multi_thread")]
async fn callback_is_taken_once() {
    for _ in 0..50 {
        let (rejections, builder) = noted(LoopbackListener::builder());
        let (place, code) = waiting(builder).await;
        let pages: Vec<_> = (0..8)
            .map(|_| {
                let place = place.clone();
                tokio::task::spawn_blocking(move || {
                    let mut stream = BlockingStream::connect(&place.address).ok()?;
                    stream.write_all(place.get(GOOD).as_bytes()).ok()?;
                    let mut page = String::new();
                    stream.read_to_string(&mut page).ok()?;
                    Some(page)
                })
            })
            .collect();
        let mut taken = 0;
        for page in pages {
            let page = page.await.unwrap().unwrap_or_default();
            taken += usize::from(page.starts_with("HTTP/1.1 200 "));
            let is_rejected = page.starts_with("HTTP/1.1 400 ");
            assert!(is_rejected || page.is_empty() || page.starts_with("HTTP/1.1 200 "), "{page}");
        }
        assert_eq!(taken, 1);
        assert!(code.await.unwrap().is_ok());
        while !rejections.is_empty() {}
        assert!(place.is_closed().await);
    }
}
