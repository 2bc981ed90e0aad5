//! One connection: one request, in bounds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::sign_in::listener::desk::Desk;
use crate::sign_in::listener::error::Rejection;

/// Longer heads are not read, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// How long a connection may take, from its beginning to the last byte of the page.
const LONGEST_TIME: Duration = Duration::from_secs(10);

/// Serves one request of a connection. Whatever comes, it ends.
pub(super) async fn serve(stream: TcpStream, desk: &Desk<'_>) {
    let has_come = AtomicBool::new(false);
    let service = service_fn(|request| {
        has_come.store(true, Ordering::Relaxed);
        desk.answer(request)
    });
    let mut http = http1::Builder::new();
    http.keep_alive(false).max_buf_size(LONGEST_HEAD);
    let served = timeout(LONGEST_TIME, http.serve_connection(TokioIo::new(stream), service)).await;
    // A request that came whole was judged, whatever became of its page.
    if has_come.load(Ordering::Relaxed) && served.is_ok() {
        return;
    }
    desk.reject(&match served {
        Err(_) => Rejection::TooSlow,
        Ok(Err(error)) if error.is_parse_too_large() => Rejection::TooLarge,
        Ok(Err(error)) if error.is_parse() => Rejection::NotHttp,
        Ok(_) => Rejection::NoRequest,
    });
}
