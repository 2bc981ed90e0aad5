//! The listener at work: connections are taken, up to a number and up to a time.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, sleep_until};

use crate::oauth::callback::Callback;
use crate::oauth::callback::code::AuthorizationCode;
use crate::sign_in::listener::connection::serve;
use crate::sign_in::listener::desk::{Desk, Expected, OnRejected};
use crate::sign_in::listener::error::{ListenerError, Rejection};
use crate::sign_in::listener::pages::Pages;

/// How many connections are served at a time; one more ends the oldest.
const MOST_CONNECTIONS: usize = 32;

/// How long each has at least: a browser says what it wants at once, however many others come.
const LEAST_TIME: Duration = Duration::from_millis(100);

/// How long nobody is let in after that failed: where no files are left, it would fail at once again.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens on a port of this machine, to which the browser brings the callback of an authorization.
///
/// [RFC 8252, section 7.3](https://www.rfc-editor.org/rfc/rfc8252#section-7.3)
///
/// - It listens on `127.0.0.1` or `[::1]` only, and its port is closed when it has ended or is dropped.
/// - It takes `GET` of its path, for its own host; everything else is answered with 404. It listens on after whatever is no
///   callback of this sign-in: `state` and `iss` are checked as [`Callback`] says.
/// - It ends with the code, with the refusal of the server, or with its deadline.
/// - A connection has 10 seconds and one request, whose head is at most 16 KiB; there are at most 32 at a time, and one more ends
///   the oldest.
/// - The pages that it shows have nothing of what came.
///
/// There is an example in the documentation of [this module](super::super).
pub struct LoopbackListener {
    pub(super) socket: TcpListener,
    pub(super) redirect_uri: String,
    pub(super) expected: Expected,
    pub(super) pages: Pages,
    pub(super) on_rejected: Option<OnRejected>,
    pub(super) deadline: Duration,
}

impl LoopbackListener {
    /// Returns the `redirect_uri` for the authorization request, which has the port in it, and for the code exchange.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for the callback, and takes the code out of it. The deadline counts from here.
    ///
    /// What it has to be is said by the [`Callback`], whose `redirect_uri` is that of the listener. What a server puts in the
    /// fragment of a URL ([`Callback::fragment`]) never leaves the browser.
    ///
    /// # Errors
    ///
    /// [`ListenerError::Callback`] where the server refused, [`ListenerError::Deadline`] where time ran out, and
    /// [`ListenerError::NoRuntime`] outside a Tokio runtime.
    pub async fn code(self, callback: &Callback<'_>) -> Result<AuthorizationCode, ListenerError> {
        if Handle::try_current().is_err() {
            return Err(ListenerError::NoRuntime);
        }
        let callback = callback.clone().redirect_uri(&self.redirect_uri);
        let desk = Desk::new(&self.expected, callback, &self.pages, self.on_rejected.as_ref());
        let mut connections = Connections { desk: &desk, open: VecDeque::new() };
        let deadline = Instant::now().checked_add(self.deadline);
        let mut deadline = pin!(async {
            match deadline {
                Some(deadline) => sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        });
        let mut pause = pin!(sleep(Duration::ZERO));
        let over = poll_fn(|context| {
            // Nobody is let in who comes after the callback.
            while !desk.is_over() && pause.as_mut().poll(context).is_ready() {
                if let Some(room) = connections.room_at() {
                    pause.as_mut().reset(room);
                    continue;
                }
                match self.socket.poll_accept(context) {
                    Poll::Ready(Ok((stream, _))) => connections.take(stream),
                    Poll::Ready(Err(_)) => pause.as_mut().reset(Instant::now() + PAUSE),
                    Poll::Pending => break,
                }
            }
            connections.poll(context);
            if desk.is_over() && connections.open.is_empty() {
                return Poll::Ready(());
            }
            deadline.as_mut().poll(context)
        });
        over.await;
        drop(connections);
        match desk.outcome() {
            Some(outcome) => outcome.map_err(ListenerError::Callback),
            None => Err(ListenerError::Deadline(desk.last_rejected())),
        }
    }
}

impl fmt::Debug for LoopbackListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackListener")
            .field("redirect_uri", &self.redirect_uri)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// The connections of a listener, the oldest first.
struct Connections<'a> {
    desk: &'a Desk<'a>,
    open: VecDeque<Connection<'a>>,
}

struct Connection<'a> {
    since: Instant,
    serving: Pin<Box<dyn Future<Output = ()> + Send + 'a>>,
}

impl Connections<'_> {
    /// Tells when there is room for one more, if there is none now.
    fn room_at(&self) -> Option<Instant> {
        let oldest = self.open.front().filter(|_| self.open.len() >= MOST_CONNECTIONS)?;
        Some(oldest.since + LEAST_TIME).filter(|room| *room > Instant::now())
    }

    fn take(&mut self, stream: TcpStream) {
        if self.open.len() >= MOST_CONNECTIONS && self.open.pop_front().is_some() {
            self.desk.reject(&Rejection::Crowded);
        }
        let serving = Box::pin(serve(stream, self.desk));
        self.open.push_back(Connection { since: Instant::now(), serving });
    }

    /// Goes on with each. Once the callback has come, nobody is left but who brought it, and is still shown the page.
    fn poll(&mut self, context: &mut Context<'_>) {
        let mut open = std::mem::take(&mut self.open);
        while let Some(mut connection) = open.pop_front() {
            let is_open = connection.serving.as_mut().poll(context).is_pending();
            let is_over = self.desk.is_over();
            if is_over {
                self.open.clear();
            }
            if is_open {
                self.open.push_back(connection);
            }
            if is_over {
                return;
            }
        }
    }
}
