//! Ten thousand calls of many tasks through one client: none is lost, each gets the answer to its own request, connections
//! are used again, and nothing stays behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use oauth_providers::voucherify::{VoucherifyClient, VoucherifyCredentials};
use oauth_runtime::Retry;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::{MEMORY, alone};

const CALLS: usize = 10_000;
const TASKS: usize = 256;
/// Calls before anything is measured.
const FIRST: usize = 10 * TASKS;
/// The number of the calls that are none of these.
const LAST: usize = FIRST + CALLS;

/// What a server saw.
struct Seen {
    connections: AtomicUsize,
    /// How often each token arrived.
    arrived: Vec<AtomicUsize>,
}

/// A server of introspection that gives the token back as the name of the client. Whenever it is told, it closes all of
/// its connections.
async fn serve(listener: TcpListener, seen: Arc<Seen>, close: Arc<Notify>) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                open.spawn(connection(accepted.unwrap().0, Arc::clone(&seen)));
            }
            () = close.notified() => open.shutdown().await,
        }
    }
}

async fn connection(mut stream: TcpStream, seen: Arc<Seen>) {
    stream.set_nodelay(true).unwrap();
    let mut request = Vec::with_capacity(4096);
    loop {
        let number = loop {
            // The token stands at the end of the body, and a point at its own.
            let text = String::from_utf8_lossy(&request);
            if let Some((number, "")) =
                text.split_once("call-").and_then(|(_, rest)| rest.split_once('.'))
            {
                break number.parse::<usize>().unwrap();
            }
            if !stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {
                return;
            }
        };
        request.clear();
        seen.arrived[number].fetch_add(1, Ordering::SeqCst);
        let body = format!(r#"{{"active":true,"client_id":"call-{number}."}}"#);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Makes these calls, each task its share, and tells how many got the answer to their own request.
async fn load(client: &VoucherifyClient, numbers: std::ops::Range<usize>) -> usize {
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        let share = numbers.clone().skip(task).step_by(TASKS);
        tasks.spawn(async move {
            let mut right = 0;
            for number in share {
                let id = format!("call-{number}.");
                let told = client.introspect_oauth_token().access_token(id.as_str()).send().await;
                right += usize::from(told.unwrap().client_id == Some(id));
            }
            right
        });
    }
    tasks.join_all().await.into_iter().sum()
}

/// The live bytes when no connection is left: what calls leave behind, and nothing that a connection keeps for the next.
async fn live(client: &VoucherifyClient, close: &Notify) -> usize {
    let mut least = usize::MAX;
    for _ in 0..8 {
        close.notify_one();
        tokio::time::sleep(Duration::from_millis(50)).await;
        // Takes what is closed out of the pool, where it is not found closed only now.
        let call = client.introspect_oauth_token().access_token(format!("call-{LAST}."));
        call.send().retry(Retry::times(10)).await.unwrap();
        least = least.min(MEMORY.current_usage());
    }
    least
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_share_one_client() {
    let _alone = alone().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let arrived = (0..=LAST).map(|_| AtomicUsize::new(0)).collect();
    let seen = Arc::new(Seen { connections: AtomicUsize::new(0), arrived });
    let close = Arc::new(Notify::new());
    let mut serving = JoinSet::new();
    serving.spawn(serve(listener, Arc::clone(&seen), Arc::clone(&close)));
    let builder = VoucherifyClient::builder().base_url(origin).timeout(Duration::from_secs(60));
    let client = builder.credentials(VoucherifyCredentials::new("id", "token")).build().unwrap();

    // Certificates and whatever else is there from now on.
    assert_eq!(load(&client, 0..FIRST).await, FIRST);
    let before = live(&client, &close).await;
    let connections = seen.connections.swap(0, Ordering::SeqCst);

    let started = Instant::now();
    assert_eq!(load(&client, FIRST..LAST).await, CALLS);
    let took = started.elapsed();
    let again = seen.connections.load(Ordering::SeqCst);
    let after = live(&client, &close).await;

    println!(
        "{CALLS} calls of {TASKS} tasks: {took:?}, {again} connections (the {FIRST} before: {connections}), \
         live {before} bytes before and {after} after"
    );
    assert!(seen.arrived[..LAST].iter().all(|times| times.load(Ordering::SeqCst) == 1));
    // A task may find that the connection of its last call is on its way back, and open another.
    assert!(again <= 3 * TASKS, "{again}");
    // Of ten thousand calls none leaves more than a few bytes.
    assert!(after <= before + 128 * 1024, "{before} to {after}");
}
