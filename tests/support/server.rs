//! A real server on `127.0.0.1`: takes HTTP/1.1 byte by byte, answers what it was told.
//!
//! It runs on the runtime of the test, in real time: pausing tokio's clock ends its connections.

use std::collections::VecDeque;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fmt, io, mem};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_buf, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::seen::Seen;

const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 16 * 1024 * 1024;
/// All of a request; leaves room for chunk sizes and trailers.
const MAX_RAW: usize = 2 * MAX_BODY;
const MAX_REQUESTS: usize = 10_000;
const MAX_CONNECTION: Duration = Duration::from_secs(60);
/// How long a closing connection waits for the client to close too.
const MAX_LINGER: Duration = Duration::from_secs(1);

/// Returns the origin of a port of this machine on which nobody listens.
///
/// # Panics
///
/// When this machine has no port left.
#[must_use]
#[allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]
pub fn nobody() -> String {
    let bound = std::net::TcpListener::bind("127.0.0.1:0");
    let address = bound.and_then(|listener| listener.local_addr());
    format!("http://{}", address.expect("there is a port"))
}

/// A server that lives, with all its connections, until it is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    authority: String,
    state: Arc<Mutex<State>>,
    /// The accept loop, aborted when this is dropped.
    _accepting: JoinSet<()>,
}

impl Server {
    /// Starts a server that answers 200 and the JSON `{}` until told otherwise.
    pub async fn start() -> Self {
        Self::answering([]).await
    }

    /// Starts a server that gives these answers one after the other; the last one repeats.
    pub async fn answering(answers: impl IntoIterator<Item = Response>) -> Self {
        let usual = Arc::new(|_: &Seen| Response::json(200, "{}"));
        Self::run(answers.into_iter().collect(), usual).await
    }

    /// Starts a server that computes each answer from the request; if that panics it hangs up.
    pub async fn with(answer: impl Fn(&Seen) -> Response + Send + Sync + 'static) -> Self {
        Self::run(VecDeque::new(), Arc::new(answer)).await
    }

    async fn run(queued: VecDeque<Response>, current: Answer) -> Self {
        let bound = TcpListener::bind("127.0.0.1:0").await;
        let (authority, listener) = bound
            .and_then(|listener| Ok((listener.local_addr()?.to_string(), listener)))
            .unwrap_or_else(|error| unreachable!("127.0.0.1 gives every test a port: {error}"));
        let state = State { queued, current, requests: vec![], refused: vec![], connections: 0 };
        let state = Arc::new(Mutex::new(state));
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, Arc::clone(&state)));
        Self { authority, state, _accepting: accepting }
    }

    /// Gives `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.authority)
    }

    /// Gives the origin with this path, which begins with `/`, behind it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Adds an answer behind those not given yet; the last one given repeats.
    pub fn answer(&self, response: Response) {
        lock(&self.state).queued.push_back(response);
    }

    /// Gives all requests that arrived completely so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        lock(&self.state).requests.clone()
    }

    /// Gives the request when it is the only one.
    ///
    /// # Panics
    ///
    /// When none or several arrived, or one that is not HTTP.
    #[must_use]
    #[track_caller]
    pub fn only_request(&self) -> Seen {
        let mut requests = self.requests();
        let lines = requests.iter().map(|it| format!("{} {}", it.method, it.target));
        let all: Vec<_> = lines.chain(lock(&self.state).refused.clone()).collect();
        assert!(all.len() == 1 && requests.len() == 1, "not one request: {all:#?}");
        requests.remove(0)
    }

    /// Gives how many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").field("origin", &self.origin()).finish_non_exhaustive()
    }
}

/// An answer, or the fault in its place.
#[must_use = "an answer does nothing until a server gives it"]
#[derive(Clone, Debug)]
pub struct Response {
    /// `None`: the body is all that is written.
    status: Option<u16>,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    cut: usize,
    wait: Duration,
    interval: Duration,
    end: End,
}

/// What becomes of the connection after the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Keep,
    Close,
    Reset,
    Hang,
}

impl Response {
    /// An answer of this status without a body.
    pub fn new(status: u16) -> Self {
        let (headers, body, wait, interval) = Default::default();
        let (status, cut, end) = (Some(status), usize::MAX, End::Keep);
        Self { status, headers, body, cut, wait, interval, end }
    }

    /// An answer with a JSON body, as a token endpoint gives it: not to be stored.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let answer = Self::new(status).header("content-type", "application/json");
        answer.header("cache-control", "no-store").body(body)
    }

    /// An answer with an HTML body.
    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status).header("content-type", "text/html; charset=utf-8").body(body)
    }

    /// An answer with a plain text body.
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status).header("content-type", "text/plain; charset=utf-8").body(body)
    }

    /// An answer that points to another place.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status).header("location", location)
    }

    /// Exactly these bytes, HTTP or not; then the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: None, end: End::Close, ..Self::new(0) }.body(bytes)
    }

    /// No answer: the request is read, the connection closed.
    pub fn close() -> Self {
        Self::raw([])
    }

    /// No answer: the request is read, the connection reset.
    pub fn reset() -> Self {
        Self { end: End::Reset, ..Self::raw([]) }
    }

    /// No answer: the request is read, the connection left open.
    pub fn hang() -> Self {
        Self { end: End::Hang, ..Self::raw([]) }
    }

    /// Adds a header, as given; repeats are kept.
    ///
    /// A `content-length` or `transfer-encoding` stands in place of the length of the body, which
    /// is written as it is; after these, and after a `connection`, the connection is closed.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Sets the body; answers to `HEAD` and with 1xx, 204 or 304 leave it out.
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// Makes the body another one.
    pub fn map_body(mut self, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Self {
        self.body = change(&self.body);
        self
    }

    /// Closes the connection after this many bytes of the body; its full length stays declared.
    pub fn cut_after(self, bytes: usize) -> Self {
        Self { cut: bytes, end: End::Close, ..self }
    }

    /// Resets the connection after this many bytes of the body.
    pub fn reset_after(self, bytes: usize) -> Self {
        Self { cut: bytes, end: End::Reset, ..self }
    }

    /// Waits before the answer, or before the fault.
    pub fn slow(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }

    /// Waits before each byte of the body.
    pub fn drip(self, interval: Duration) -> Self {
        Self { interval, ..self }
    }

    fn has(&self, names: &[&str]) -> bool {
        let given = |name: &str| self.headers.iter().any(|it| it.0.eq_ignore_ascii_case(name));
        names.iter().any(|name| given(name))
    }

    /// [RFC 9110, section 6.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1)
    fn is_bodiless(&self) -> bool {
        matches!(self.status, Some(100..=199 | 204 | 304))
    }

    fn head(&self) -> Vec<u8> {
        let Some(status) = self.status else { return Vec::new() };
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status)).into_bytes();
        for (name, value) in &self.headers {
            head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        if !self.has(&["content-length", "transfer-encoding"]) && !self.is_bodiless() {
            head.extend(format!("content-length: {}\r\n", self.body.len()).bytes());
        }
        head.extend(b"\r\n");
        head
    }

    fn body_for(&self, request: &Seen) -> &[u8] {
        let none = self.is_bodiless() || (self.status.is_some() && request.method == "HEAD");
        let bytes = if none { 0 } else { self.cut.min(self.body.len()) };
        self.body.get(..bytes).unwrap_or_default()
    }

    fn end_for(&self, request: &Seen) -> End {
        let last = request.version == "HTTP/1.0"
            || request
                .header_all("connection")
                .iter()
                .any(|it| it.to_lowercase().contains("close"))
            || self.has(&["content-length", "transfer-encoding", "connection"]);
        if self.end == End::Keep && last { End::Close } else { self.end }
    }
}

type Answer = Arc<dyn Fn(&Seen) -> Response + Send + Sync>;

/// What the server and its connections share.
struct State {
    queued: VecDeque<Response>,
    /// Answers while nothing is queued.
    current: Answer,
    requests: Vec<Seen>,
    refused: Vec<String>,
    connections: usize,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Records the request and chooses its answer in one step, so that both have one order.
    fn record(&mut self, request: &Seen) -> Result<Answer, Stop> {
        if self.requests.len() >= MAX_REQUESTS {
            return Err(Stop::Refused(503, "more requests than a test may send"));
        }
        self.requests.push(request.clone());
        if let Some(next) = self.queued.pop_front() {
            self.current = Arc::new(move |_| next.clone());
        }
        Ok(Arc::clone(&self.current))
    }
}

/// Owns all connections: they end with it.
async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    sleep(Duration::from_millis(10)).await;
                    continue;
                };
                drop(stream.set_nodelay(true));
                lock(&state).connections += 1;
                open.spawn(timeout(MAX_CONNECTION, serve(stream, Arc::clone(&state))));
            }
            Some(_) = open.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut wire = Wire { stream: BufReader::new(stream), raw: Vec::new() };
    let end = loop {
        match wire.exchange(&state).await {
            Ok(End::Keep) => {}
            Ok(end) => break end,
            Err(Stop::Gone) => return,
            Err(Stop::Refused(status, why)) => {
                lock(&state).refused.push(format!("refused: {why}"));
                let answer = Response::text(status, why);
                drop(wire.stream.write_all(&[answer.head(), answer.body].concat()).await);
                break End::Close;
            }
        }
    };
    match end {
        End::Hang => pending().await,
        End::Reset => drop(wire.stream.get_ref().set_zero_linger()),
        // Unread bytes would turn the close into a reset and cost the client the answer.
        End::Keep | End::Close => {
            drop(wire.stream.shutdown().await);
            drop(timeout(MAX_LINGER, copy_buf(&mut wire.stream, &mut sink())).await);
        }
    }
}

/// Why a connection ends before its request is complete.
enum Stop {
    Gone,
    Refused(u16, &'static str),
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

const NOT_HTTP: Stop = Stop::Refused(400, "not HTTP/1.1");
const TOO_LARGE: Stop = Stop::Refused(413, "the body is too large");

/// One connection, with every byte of the request under way.
struct Wire {
    stream: BufReader<TcpStream>,
    raw: Vec<u8>,
}

impl Wire {
    async fn exchange(&mut self, state: &Mutex<State>) -> Result<End, Stop> {
        let request = self.request().await?;
        let answer = lock(state).record(&request)?;
        let response = answer(&request);
        if !response.wait.is_zero() {
            sleep(response.wait).await;
        }
        self.stream.write_all(&response.head()).await?;
        let step = if response.interval.is_zero() { MAX_RAW } else { 1 };
        for piece in response.body_for(&request).chunks(step) {
            if !response.interval.is_zero() {
                sleep(response.interval).await;
            }
            self.stream.write_all(piece).await?;
        }
        Ok(response.end_for(&request))
    }

    async fn request(&mut self) -> Result<Seen, Stop> {
        while !self.line(MAX_HEAD, Stop::Refused(431, "the head is too large")).await?.is_empty() {}
        let authority = self.stream.get_ref().local_addr()?.to_string();
        let mut seen = Seen::from_head(&self.raw, authority).ok_or(NOT_HTTP)?;
        let length = seen.header_all("content-length");
        seen.body = match (&*seen.header_all("transfer-encoding"), &*length) {
            ([], []) => Vec::new(),
            ([], [length]) => self.bytes(number(length, 10)?, MAX_BODY).await?,
            ([coding], []) if coding.eq_ignore_ascii_case("chunked") => self.chunks().await?,
            _ => return Err(Stop::Refused(400, "the length of the body is not clear")),
        };
        seen.raw = mem::take(&mut self.raw);
        Ok(seen)
    }

    /// [RFC 9112, section 7.1](https://www.rfc-editor.org/rfc/rfc9112#section-7.1)
    async fn chunks(&mut self) -> Result<Vec<u8>, Stop> {
        let mut body = Vec::new();
        loop {
            let line = self.line(MAX_RAW, TOO_LARGE).await?;
            let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
            let size = number(str::from_utf8(size).unwrap_or_default().trim_end(), 16)?;
            if size == 0 {
                while !self.line(MAX_RAW, TOO_LARGE).await?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.bytes(size, MAX_BODY - body.len()).await?);
            if !self.line(MAX_RAW, TOO_LARGE).await?.is_empty() {
                return Err(NOT_HTTP);
            }
        }
    }

    /// Reads a line, without its end; `raw` may grow up to `most` bytes.
    async fn line(&mut self, most: usize, beyond: Stop) -> Result<Vec<u8>, Stop> {
        let start = self.raw.len();
        let room = most.saturating_sub(start) as u64;
        (&mut self.stream).take(room).read_until(b'\n', &mut self.raw).await?;
        match self.raw.get(start..).unwrap_or_default() {
            [line @ .., b'\r', b'\n'] => Ok(line.to_vec()),
            [.., b'\n'] => Err(NOT_HTTP),
            _ if self.raw.len() >= most => Err(beyond),
            _ => Err(Stop::Gone),
        }
    }

    async fn bytes(&mut self, count: usize, most: usize) -> Result<Vec<u8>, Stop> {
        if count > most {
            return Err(TOO_LARGE);
        }
        let mut bytes = Vec::new();
        let read = (&mut self.stream).take(count as u64).read_to_end(&mut bytes).await?;
        self.raw.extend(&bytes);
        if read == count { Ok(bytes) } else { Err(Stop::Gone) }
    }
}

/// Reads digits and nothing else: `from_str_radix` alone would take a sign.
fn number(digits: &str, radix: u32) -> Result<usize, Stop> {
    let number = usize::from_str_radix(digits, radix).ok();
    number.filter(|_| !digits.starts_with('+')).ok_or(NOT_HTTP)
}

/// [RFC 9110, section 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)
fn reason(status: u16) -> &'static str {
    const KNOWN: &str = "200 OK, 201 Created, 202 Accepted, 204 No Content, \
        301 Moved Permanently, 302 Found, 303 See Other, 304 Not Modified, \
        307 Temporary Redirect, 308 Permanent Redirect, 400 Bad Request, 401 Unauthorized, \
        403 Forbidden, 404 Not Found, 405 Method Not Allowed, 409 Conflict, 410 Gone, \
        413 Content Too Large, 415 Unsupported Media Type, 422 Unprocessable Content, \
        429 Too Many Requests, 431 Request Header Fields Too Large, 500 Internal Server Error, \
        502 Bad Gateway, 503 Service Unavailable, 504 Gateway Timeout";
    KNOWN.split(", ").find_map(|it| it.strip_prefix(&format!("{status} "))).unwrap_or_default()
}
