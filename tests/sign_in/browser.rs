//! A browser without a screen, byte by byte.

use std::time::Duration;

use oauth_runtime::Url;
use oauth_runtime::sign_in::LoopbackListener;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Where a listener listens.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The address to connect to.
    pub(crate) address: String,
    /// The host of requests.
    pub(crate) host: String,
    pub(crate) path: String,
}

impl Place {
    pub(crate) fn of(listener: &LoopbackListener) -> Self {
        let url = Url::parse(listener.redirect_uri()).unwrap();
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        let address = host.replace("localhost", "127.0.0.1");
        Self { address, host, path: url.path().to_owned() }
    }

    /// Comes back from the authorization server with these parameters.
    pub(crate) async fn open(&self, query: &str) -> String {
        self.say(&self.get(query)).await
    }

    pub(crate) fn get(&self, query: &str) -> String {
        format!("GET {}?{query} HTTP/1.1\r\nHost: {}\r\n\r\n", self.path, self.host)
    }

    /// Posts the form that the page of an authorization server has.
    pub(crate) async fn post(&self, content_type: &str, form: &str) -> String {
        let Self { host, path, .. } = self;
        let length = form.len();
        self.say(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{form}"
        ))
        .await
    }

    /// Says this and listens to the end; what goes wrong on the way is no answer.
    pub(crate) async fn say(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let (mut from, mut to) = stream.split();
        let mut answer = Vec::new();
        let both =
            async { tokio::join!(to.write_all(bytes.as_ref()), from.read_to_end(&mut answer)) };
        let (_written, _read) =
            timeout(Duration::from_secs(30), both).await.expect("the connection is closed");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Tells whether nobody listens any more.
    pub(crate) async fn is_closed(&self) -> bool {
        TcpStream::connect(&self.address).await.is_err()
    }
}
