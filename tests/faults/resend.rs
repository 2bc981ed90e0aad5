//! Connections that end at a bad moment: the HTTP client may not send again on its own, and nothing is lost that it may not
//! count as lost.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{Delivery, Error, ExposeSecret, GrantState, Retry, error::TransportErrorKind};
use oauth_tests::{Carrier, HOST, Http, over_each_carrier};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::matrix::GOOD;
use crate::raw::read_request;
use crate::tls::{Authority, trusting};

/// What a server saw.
#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    /// Requests of HTTP/1.1 as text; of HTTP/2 their bodies.
    requests: Vec<String>,
}

impl Seen {
    /// How often each code arrived that was sent, from the first on.
    fn codes(&self, sent: usize) -> Vec<usize> {
        let arrived = |number: usize| {
            let code = format!("code=code-{number}.");
            self.requests.iter().filter(|request| request.contains(&code)).count()
        };
        (0..sent).map(arrived).collect()
    }
}

type Log = Arc<Mutex<Seen>>;

/// A server that treats each connection as this says; the first has number 0.
struct Server {
    port: u16,
    seen: Log,
    _serving: JoinSet<()>,
}

impl Server {
    async fn start<F>(treat: impl Fn(TcpStream, Log, usize) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Log::default();
        let log = Arc::clone(&seen);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut open = JoinSet::new();
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                log.lock().unwrap().connections += 1;
                open.spawn(treat(stream, Arc::clone(&log), number));
            }
        });
        Self { port, seen, _serving: serving }
    }

    fn client(&self, carrier: Carrier, scheme: &str, http: Http) -> MastodonClient {
        let host = if scheme == "https" { HOST } else { "127.0.0.1" };
        let builder = carrier.with(http, MastodonClient::builder());
        let builder = builder.base_url(format!("{scheme}://{host}:{}", self.port));
        builder.timeout(Duration::from_secs(20)).build().unwrap()
    }

    fn codes(&self, sent: usize) -> Vec<usize> {
        self.seen.lock().unwrap().codes(sent)
    }

    /// Connections and requests so far.
    fn counts(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.connections, seen.requests.len())
    }
}

fn retry() -> Retry {
    Retry::times(3).first_delay(Duration::from_millis(1))
}

async fn exchange(client: &MastodonClient, number: usize) -> Result<(), Error> {
    let request = client.oauth_token_post().authorization_code().client_id("id");
    let request = request.client_secret("canary-secret").redirect_uri("https://app.example/cb");
    request.code(format!("code-{number}.")).send().retry(retry()).await.map(drop)
}

async fn revoke(client: &MastodonClient, retry: Option<Retry>) -> Result<(), Error> {
    let request = client.oauth_revoke_post().client_id("id").client_secret("canary-secret");
    let request = request.token("canary-token");
    match retry {
        Some(retry) => request.send().retry(retry).await,
        None => request.send().await,
    }
}

#[track_caller]
fn assert_ambiguous(result: Result<(), Error>) {
    let error = result.unwrap_err();
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.kind(), TransportErrorKind::Closed, "{error:?}");
    assert_eq!((error.delivery(), error.grant_state()), (Delivery::Ambiguous, GrantState::Unknown));
}

over_each_carrier! {
    request_that_was_read_is_not_sent_again,
    request_that_was_not_read_is_not_sent_again_either,
    connection_that_ended_idle_costs_no_call,
    connection_without_a_welcome_takes_nothing,
    surplus_is_no_answer_to_the_next_call,
    stream_that_was_refused_is_not_opened_again,
    stream_that_was_refused_is_repeated_where_asked_for,
    connection_that_says_good_bye_costs_no_call,
}

/// On a connection that is kept, the second request is read, and then the connection is at its end.
async fn request_that_was_read_is_not_sent_again(carrier: Carrier) {
    for reset in [false, true] {
        let server = Server::start(move |mut stream, log, _| async move {
            if let Some(first) = read_request(&mut stream).await {
                note(&log, &first);
                answer(&mut stream).await;
            }
            if let Some(second) = read_request(&mut stream).await {
                note(&log, &second);
            }
            if reset {
                stream.set_zero_linger().unwrap();
            }
        })
        .await;
        let client = server.client(carrier, "http", trusting());
        exchange(&client, 0).await.unwrap();
        assert_ambiguous(exchange(&client, 1).await);
        assert_eq!((server.counts(), server.codes(2)), ((1, 2), vec![1, 1]));

        // What does no harm is repeated by this crate, as often as it was told and no more: of the answers, each
        // connection has one.
        revoke(&client, None).await.unwrap();
        revoke(&client, None).await.unwrap_err();
        assert_eq!(server.counts(), (2, 4));
        revoke(&client, None).await.unwrap();
        revoke(&client, Some(retry())).await.unwrap();
        assert_eq!(server.counts(), (4, 7));
    }
}

/// On a connection that is kept, the second request arrives, and the connection is reset without reading it.
async fn request_that_was_not_read_is_not_sent_again_either(carrier: Carrier) {
    let server = Server::start(|mut stream, log, _| async move {
        if let Some(first) = read_request(&mut stream).await {
            note(&log, &first);
            answer(&mut stream).await;
        }
        let mut second = [0; 8192];
        let arrived = stream.peek(&mut second).await.unwrap_or(0);
        if arrived > 0 {
            note(&log, &second[..arrived]);
        }
        stream.set_zero_linger().unwrap();
    })
    .await;
    let client = server.client(carrier, "http", trusting());
    exchange(&client, 0).await.unwrap();
    assert_ambiguous(exchange(&client, 1).await);
    assert_eq!((server.counts(), server.codes(2)), ((1, 2), vec![1, 1]));
}

/// A connection that ends while nobody uses it: the next call comes too late or finds another, and whichever it is, each
/// code arrives once at most and is told of as it is.
async fn connection_that_ended_idle_costs_no_call(carrier: Carrier) {
    const CALLS: usize = 100;
    for reset in [false, true] {
        let server = Server::start(move |mut stream, log, _| async move {
            if let Some(request) = read_request(&mut stream).await {
                note(&log, &request);
                answer(&mut stream).await;
            }
            if reset {
                stream.set_zero_linger().unwrap();
            }
        })
        .await;
        let client = server.client(carrier, "http", trusting());
        let mut expected = Vec::new();
        for number in 0..CALLS {
            let result = exchange(&client, number).await;
            if let Err(error) = &result {
                assert_eq!(error.delivery(), Delivery::Ambiguous, "{error:?}");
                assert_eq!(error.grant_state(), GrantState::Unknown, "{error:?}");
            }
            expected.push(result.is_ok());
        }
        let arrived = server.codes(CALLS);
        assert!(arrived.iter().all(|count| *count <= 1), "{arrived:?}");
        for (arrived, ok) in arrived.iter().zip(&expected) {
            assert!(*arrived == 1 || !ok, "a success that the server did not give");
        }
        let (connections, requests) = server.counts();
        assert_eq!(arrived.iter().sum::<usize>(), requests);
        assert!((requests..=CALLS).contains(&connections), "{connections} for {requests}");
        println!("idle connections closed (reset: {reset}): {requests} of {CALLS} arrived");
    }
}

/// A connection that ends before anything was written: nothing left, and even a code may be sent again.
async fn connection_without_a_welcome_takes_nothing(carrier: Carrier) {
    let mut repeated = 0;
    for round in 0..20 {
        let server = Server::start(move |mut stream, log, number| async move {
            if number >= 2 {
                if let Some(request) = read_request(&mut stream).await {
                    note(&log, &request);
                    answer(&mut stream).await;
                }
            } else if round % 2 == 0 {
                stream.set_zero_linger().unwrap();
            }
        })
        .await;
        let client = server.client(carrier, "http", trusting());
        match exchange(&client, 0).await {
            Ok(()) => {
                assert_eq!((server.counts(), server.codes(1)), ((3, 1), vec![1]));
                repeated += 1;
            }
            // The end came when the request was on its way.
            Err(error) => {
                assert_eq!(error.delivery(), Delivery::Ambiguous, "{error:?}");
                assert_eq!(server.counts().1, 0);
            }
        }
    }
    assert!(repeated > 0, "whatever was sent was taken for lost");
}

/// On a connection that is kept: what comes behind an answer looks like the answer to the next call, and is none.
async fn surplus_is_no_answer_to_the_next_call(carrier: Carrier) {
    let server = Server::start(|mut stream, log, number| async move {
        while let Some(request) = read_request(&mut stream).await {
            note(&log, &request);
            let surplus = GOOD.replace(r#""at""#, r#""planted""#);
            let bodies = if number == 0 { vec![GOOD, &surplus] } else { vec![GOOD] };
            let answers: Vec<_> = bodies.into_iter().map(ok).collect();
            drop(stream.write_all(answers.concat().as_bytes()).await);
        }
    })
    .await;
    let client = server.client(carrier, "http", trusting());
    for _ in 0..10 {
        let request = client.oauth_token_post().client_credentials().client_id("id");
        let request = request.client_secret("canary-secret");
        let token = request.redirect_uri("https://app.example/cb").send().await.unwrap();
        assert_eq!(token.access_token.expose_secret(), "at");
    }
    assert_eq!(server.counts(), (2, 10), "the connection with the surplus is not used again");
}

fn note(log: &Log, request: &[u8]) {
    log.lock().unwrap().requests.push(String::from_utf8_lossy(request).into_owned());
}

async fn answer(stream: &mut (impl AsyncWrite + Unpin)) {
    drop(stream.write_all(ok(GOOD).as_bytes()).await);
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// What a server of HTTP/2 does with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Answer,
    /// `RST_STREAM` with `REFUSED_STREAM`: not processed, may be sent again.
    ///
    /// [RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)
    Refuse,
    /// `GOAWAY` with `NO_ERROR` and no stream that was processed, then the end.
    ///
    /// [RFC 9113, section 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8)
    GoAway,
    /// An answer, and then a `GOAWAY` that leaves it standing.
    AnswerAndGoAway,
    /// The end, without a word.
    Close,
}

/// A server of HTTP/2 that does this with its streams, one after the other; the last one repeats.
async fn http2(mut stream: impl AsyncRead + AsyncWrite + Unpin, log: Log, plan: &'static [Stream]) {
    let mut preface = [0; 24];
    if stream.read_exact(&mut preface).await.is_err() {
        return;
    }
    drop(stream.write_all(&frame(SETTINGS, 0, 0, &[])).await);
    let mut request = Vec::new();
    while let Some((kind, flags, id, payload)) = read_frame(&mut stream).await {
        match kind {
            SETTINGS if flags & ACK == 0 => {
                drop(stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await);
            }
            HEADERS => request.clear(),
            DATA => request.extend(payload),
            _ => {}
        }
        if !matches!(kind, HEADERS | DATA) || flags & END_STREAM == 0 {
            continue;
        }
        let arrived = {
            let mut seen = log.lock().unwrap();
            seen.requests.push(String::from_utf8_lossy(&request).into_owned());
            seen.requests.len()
        };
        let todo = plan[arrived.min(plan.len()) - 1];
        let mut frames = Vec::new();
        if matches!(todo, Stream::Answer | Stream::AnswerAndGoAway) {
            // `:status: 200` has the number 8 in the static table of HPACK.
            frames.extend(frame(HEADERS, END_HEADERS, id, &[0x88]));
            frames.extend(frame(DATA, END_STREAM, id, GOOD.as_bytes()));
        }
        match todo {
            Stream::Answer => {}
            Stream::Refuse => frames.extend(frame(RST_STREAM, 0, id, &7_u32.to_be_bytes())),
            Stream::GoAway => frames.extend(frame(GOAWAY, 0, 0, &[0; 8])),
            Stream::AnswerAndGoAway => {
                let last = [id.to_be_bytes(), [0; 4]].concat();
                frames.extend(frame(GOAWAY, 0, 0, &last));
            }
            Stream::Close => return,
        }
        drop(stream.write_all(&frames).await);
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// [RFC 9113, section 4.1](https://www.rfc-editor.org/rfc/rfc9113#section-4.1)
fn frame(kind: u8, flags: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &id.to_be_bytes(), payload].concat()
}

async fn read_frame(stream: &mut (impl AsyncRead + Unpin)) -> Option<(u8, u8, u32, Vec<u8>)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.ok()?;
    let [a, b, c, kind, flags, id @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    stream.read_exact(&mut payload).await.ok()?;
    Some((kind, flags, u32::from_be_bytes(id), payload))
}

/// The same server twice: in the open, and behind TLS that agrees on HTTP/2.
async fn http2_servers(carrier: Carrier, plan: &'static [Stream]) -> [(Server, MastodonClient); 2] {
    let open = Server::start(move |stream, log, _| http2(stream, log, plan)).await;
    let client = open.client(carrier, "http", trusting().http2());
    let config = Arc::new(Authority::trusted().server(HOST, [2000, 4000], &[b"h2"]));
    let closed = Server::start(move |stream, log, _| {
        let acceptor = TlsAcceptor::from(Arc::clone(&config));
        async move { http2(acceptor.accept(stream).await.unwrap(), log, plan).await }
    })
    .await;
    let behind_tls = closed.client(carrier, "https", trusting());
    [(open, client), (closed, behind_tls)]
}

/// reqwest by itself sends these again, twice: it is told not to.
async fn stream_that_was_refused_is_not_opened_again(carrier: Carrier) {
    for plan in [&[Stream::Refuse], &[Stream::GoAway], &[Stream::Close]] {
        for (server, client) in http2_servers(carrier, plan).await {
            assert_ambiguous(exchange(&client, 0).await);
            assert_eq!((server.counts().1, server.codes(1)), (1, vec![1]), "{plan:?}");
            revoke(&client, None).await.unwrap_err();
            assert_eq!(server.counts().1, 2, "{plan:?}");
            revoke(&client, Some(retry())).await.unwrap_err();
            assert_eq!(server.counts().1, 6, "{plan:?}: one call and three repetitions");
        }
    }
}

/// What is asked for is done: the same streams, once refused and then answered.
async fn stream_that_was_refused_is_repeated_where_asked_for(carrier: Carrier) {
    for plan in [
        &[Stream::Refuse, Stream::Answer],
        &[Stream::GoAway, Stream::Answer],
        &[Stream::Close, Stream::Answer],
    ] {
        for (server, client) in http2_servers(carrier, plan).await {
            revoke(&client, Some(retry())).await.unwrap();
            exchange(&client, 0).await.unwrap();
            assert_eq!((server.counts().1, server.codes(1)), (3, vec![1]), "{plan:?}");
        }
    }
}

/// A server that says good-bye after each answer: the next call finds another connection, or is told that it came too
/// late. No code arrives twice.
async fn connection_that_says_good_bye_costs_no_call(carrier: Carrier) {
    const CALLS: usize = 50;
    for (server, client) in http2_servers(carrier, &[Stream::AnswerAndGoAway]).await {
        let mut answered = 0;
        for number in 0..CALLS {
            match exchange(&client, number).await {
                Ok(()) => answered += 1,
                Err(error) => assert_eq!(error.delivery(), Delivery::Ambiguous, "{error:?}"),
            }
        }
        let arrived = server.codes(CALLS);
        assert!(arrived.iter().all(|count| *count <= 1), "{arrived:?}");
        assert!(arrived.iter().sum::<usize>() >= answered);
        println!("good-byes of HTTP/2: {answered} of {CALLS} answered");
    }
}
