//! A server that never stops: what a client takes of it is what the client bounds.
//!
//! It runs on threads of its own and allocates nothing while it answers, so that a test can measure the client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How long a connection may stand still.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that answers each request with some bytes, and then with others again and again.
#[must_use = "the server stops when it is dropped"]
#[derive(Debug)]
pub struct Endless {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    mark: &'static [u8],
    begin: Vec<u8>,
    piece: Vec<u8>,
    most: u64,
    stopped: AtomicBool,
    connections: AtomicUsize,
    taken: AtomicU64,
    exhausted: AtomicUsize,
}

impl Endless {
    /// Starts a server that ends by itself after so many bytes on one connection. It begins when the head of a request is
    /// there.
    ///
    /// # Panics
    ///
    /// When `127.0.0.1` has no port left, or `piece` is empty.
    pub fn start(begin: impl Into<Vec<u8>>, piece: impl Into<Vec<u8>>, most: u64) -> Self {
        Self::start_at(b"\r\n\r\n", begin, piece, most)
    }

    /// Starts a server that begins when these bytes are there.
    ///
    /// # Panics
    ///
    /// When `127.0.0.1` has no port left, or `piece` is empty.
    pub fn start_at(
        mark: &'static [u8],
        begin: impl Into<Vec<u8>>,
        piece: impl Into<Vec<u8>>,
        most: u64,
    ) -> Self {
        let (begin, piece) = (begin.into(), piece.into());
        assert!(!piece.is_empty(), "nothing would ever be written");
        let bound = TcpListener::bind("127.0.0.1:0");
        let (address, listener) = bound
            .and_then(|listener| Ok((listener.local_addr()?, listener)))
            .unwrap_or_else(|error| unreachable!("127.0.0.1 gives every test a port: {error}"));
        let shared = Arc::new(Shared {
            mark,
            begin,
            piece,
            most,
            stopped: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            taken: AtomicU64::new(0),
            exhausted: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&shared);
        drop(thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.stopped.load(Ordering::SeqCst) {
                    break;
                }
                serving.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&serving);
                if let Ok(stream) = stream {
                    drop(thread::spawn(move || shared.serve(stream)));
                }
            }
        }));
        Self { address, shared }
    }

    /// Gives `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives how many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Gives how many bytes went out so far, into the buffers of the system or to a client.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.shared.taken.load(Ordering::SeqCst)
    }

    /// Gives on how many connections all was taken that there was.
    #[must_use]
    pub fn exhausted(&self) -> usize {
        self.shared.exhausted.load(Ordering::SeqCst)
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        drop(stream.set_read_timeout(Some(PATIENCE)));
        drop(stream.set_write_timeout(Some(PATIENCE)));
        if self.request(&mut stream).is_none() {
            return;
        }
        let mut bytes = self.begin.as_slice();
        let mut left = self.most;
        while left > 0 {
            if self.stopped.load(Ordering::SeqCst) {
                return;
            }
            let Ok(written) = stream.write(bytes) else { return };
            self.taken.fetch_add(written as u64, Ordering::SeqCst);
            left = left.saturating_sub(written as u64);
            bytes = bytes.get(written..).filter(|rest| !rest.is_empty()).unwrap_or(&self.piece);
        }
        self.exhausted.fetch_add(1, Ordering::SeqCst);
    }

    /// Reads until the mark is there.
    fn request(&self, stream: &mut TcpStream) -> Option<()> {
        let mut bytes = [0; 16 * 1024];
        let mut end = 0;
        while !bytes.get(..end)?.windows(self.mark.len()).any(|window| window == self.mark) {
            let read = stream.read(bytes.get_mut(end..)?).ok().filter(|read| *read > 0)?;
            end += read;
        }
        Some(())
    }
}
