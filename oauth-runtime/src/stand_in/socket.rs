//! The stand-in on loopback, for programs that are tested as a whole.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;

use crate::stand_in::fault::wire::{End, Form, Wire};
use crate::stand_in::shared::Shared;

/// How many connections are served at once; others wait.
const MOST_CONNECTIONS: usize = 256;
/// How long a connection may last.
const LONGEST: Duration = Duration::from_secs(120);
/// How large a request may be.
const LARGEST: usize = 4 * 1024 * 1024;
/// What is without an end ends after so many bytes.
const ENDLESS: usize = 256 * 1024 * 1024;
/// How long a connection that is closed waits for the client to close it, too.
const LINGERS: Duration = Duration::from_secs(1);

/// A listener, with its connections, until it is dropped.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    task: AbortHandle,
}

impl Listening {
    /// Begins to listen on a port of its own.
    pub(crate) async fn start(vendor: Arc<Shared>) -> io::Result<Self> {
        let (listener, address) = bound().await?;
        let task = tokio::spawn(async move {
            accept(listener, |stream| serve(stream, Arc::clone(&vendor))).await;
        });
        Ok(Self { address, task: task.abort_handle() })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A host to which nothing is to be sent: it counts who connects.
pub(crate) struct Elsewhere {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    task: AbortHandle,
}

impl Elsewhere {
    pub(crate) async fn start() -> io::Result<Self> {
        let (listener, address) = bound().await?;
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            accept(listener, |_| {
                counted.fetch_add(1, Ordering::SeqCst);
                std::future::ready(())
            })
            .await;
        });
        Ok(Self { address, connections, task: task.abort_handle() })
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn bound() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Accepts connections, which end with it.
async fn accept<F: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    serve: impl Fn(TcpStream) -> F,
) {
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        if open.len() >= MOST_CONNECTIONS {
            open.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                drop(stream.set_nodelay(true));
                let serving = serve(stream);
                open.spawn(async move {
                    let _: Result<(), _> = timeout(LONGEST, serving).await;
                });
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// What is to go over the wire in place of an answer.
type Slot = Arc<Mutex<Option<Wire>>>;

async fn serve(stream: TcpStream, vendor: Arc<Shared>) {
    let slot = Slot::default();
    let taken = Arc::clone(&slot);
    let service = hyper::service::service_fn(move |request| {
        let future = answered(request, Arc::clone(&vendor), Arc::clone(&slot));
        Box::pin(future) as Pin<Box<dyn Future<Output = _> + Send>>
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new());
    let mut connection = builder.serve_connection(TokioIo::new(stream), service);
    drop(poll_fn(|context| connection.poll_without_shutdown(context)).await);
    let mut stream = connection.into_parts().io.into_inner();
    let wire = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
    match wire {
        None => closed(stream).await,
        Some(Wire { wait, form }) => {
            tokio::time::sleep(wait).await;
            let Ok(end) = written(&mut stream, form).await else { return };
            match end {
                End::Hang => std::future::pending().await,
                End::Reset => drop(stream.set_zero_linger()),
                End::Close => closed(stream).await,
            }
        }
    }
}

/// The request is not answered in the way of HTTP.
#[derive(Debug)]
struct NoAnswer;

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for NoAnswer {}

async fn answered(
    request: http::Request<Incoming>,
    vendor: Arc<Shared>,
    slot: Slot,
) -> Result<http::Response<Whole>, NoAnswer> {
    let (head, body) = request.into_parts();
    let Some(body) = whole(body).await else {
        let mut response = http::Response::new(Whole(Bytes::new()));
        *response.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(response);
    };
    let Wire { wait, form } = vendor.react(http::Request::from_parts(head, body)).wire;
    match form {
        Form::Response(response) => {
            tokio::time::sleep(wait).await;
            Ok(response.map(Whole))
        }
        form => {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Wire { wait, form });
            Err(NoAnswer)
        }
    }
}

/// Reads a body; nothing where it is too large or breaks off.
async fn whole(mut body: Incoming) -> Option<Bytes> {
    let mut whole = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame.ok()?.into_data() {
            whole.extend_from_slice(&data);
        }
        if whole.len() > LARGEST {
            return None;
        }
    }
    Some(whole.into())
}

/// Writes what is in the place of an answer.
async fn written(stream: &mut TcpStream, form: Form) -> io::Result<End> {
    match form {
        Form::Response(_) => Ok(End::Close),
        Form::Raw { bytes, slowly, interval, end } => {
            let (at_once, slow) =
                bytes.split_at_checked(bytes.len().saturating_sub(slowly)).unwrap_or((&bytes, &[]));
            stream.write_all(at_once).await?;
            for byte in slow {
                tokio::time::sleep(interval).await;
                stream.write_all(std::slice::from_ref(byte)).await?;
            }
            Ok(end)
        }
        Form::Endless { begin, piece } => {
            stream.write_all(&begin).await?;
            for _ in 0..ENDLESS / piece.len().max(1) {
                stream.write_all(&piece).await?;
            }
            Ok(End::Hang)
        }
    }
}

/// Closes a connection. Bytes that are not read would make a reset of it, and cost the client the answer.
async fn closed(mut stream: TcpStream) {
    drop(stream.shutdown().await);
    let rest = async {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
    };
    let _: Result<(), _> = timeout(LINGERS, rest).await;
}

/// A body in one piece.
struct Whole(Bytes);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = std::mem::take(&mut self.0);
        Poll::Ready((!body.is_empty()).then(|| Ok(Frame::data(body))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}
