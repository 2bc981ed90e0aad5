//! A real Redis for these tests, where there is one on this machine.

use std::env;
use std::os::unix::process::parent_id;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio, id};
use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::MultiplexedConnection;

/// The server of this test program. It ends when its standard input does: with this program, however that ends.
static SERVER: LazyLock<Option<Child>> = LazyLock::new(|| {
    let script = "redis-server \"$@\" & server=$!; read -r _; kill \"$server\"";
    let socket = socket();
    let arguments = ["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"];
    Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().ok()?;
    let mut server = Command::new("sh");
    server.args(["-c", script, "sh"]).args(arguments).arg(&socket);
    server.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().ok()
});

/// A process that a test starts uses the server of the test.
fn socket() -> PathBuf {
    let is_started =
        ["OAUTH_STORE_LAW", crate::processes::ORDER].iter().any(|it| env::var_os(it).is_some());
    let owner = if is_started { parent_id() } else { id() };
    env::temp_dir().join(format!("oauth-keeper-{owner}.sock"))
}

/// A connection, or nothing where this machine has no Redis; then the test that asks says that it was skipped.
pub(crate) async fn connection(test: &str) -> Option<MultiplexedConnection> {
    let is_started = socket() != env::temp_dir().join(format!("oauth-keeper-{}.sock", id()));
    if !is_started && SERVER.is_none() {
        assert!(env::var("CI").as_deref() != Ok("true"), "there is no redis-server");
        println!("SKIPPED: {test}: there is no redis-server");
        return None;
    }
    let client = redis::Client::open(format!("redis+unix://{}", socket().display())).unwrap();
    for _ in 0..200 {
        if let Ok(connection) = client.get_multiplexed_async_connection().await {
            return Some(connection);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unreachable!("redis-server does not answer");
}
