//! What the tests share: a real server on `127.0.0.1` and what it saw, OAuth servers of other makes, and what
//! `tracing` was told.
//!
//! ```
//! use oauth_tests::{Response, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), reqwest::Error> {
//! let server = Server::answering([Response::new(200)]).await;
//!
//! let client = reqwest::Client::builder().no_proxy().no_gzip().build()?;
//! client.post(server.url("/oauth/revoke")).form(&[("token", "made-up")]).send().await?;
//!
//! server.only_request().assert_is(
//!     "POST /oauth/revoke HTTP/1.1\n\
//!      Content-Type: application/x-www-form-urlencoded\n\
//!      Content-Length: 13\n\
//!      \n\
//!      token=made-up",
//! );
//! # Ok(())
//! # }
//! ```

#[path = "support/bomb.rs"]
pub mod bomb;
#[path = "support/carrier.rs"]
pub mod carrier;
#[path = "support/endless.rs"]
pub mod endless;
#[path = "support/oauth_server.rs"]
pub mod oauth_server;
#[path = "support/other_server.rs"]
pub mod other_server;
#[path = "support/seen.rs"]
pub mod seen;
#[path = "support/server.rs"]
pub mod server;
#[path = "support/traces.rs"]
pub mod traces;

pub use bomb::bomb;
pub use carrier::{Carrier, HOST, Http, NOWHERE};
pub use endless::Endless;
pub use oauth_server::{OAuthServer, Registered};
pub use other_server::{OtherServer, SecretIn};
pub use seen::Seen;
pub use server::{Response, Server, nobody};
pub use traces::{Told, Traces};

/// An error and, one after the other, what caused it.
pub fn causes<'a>(
    error: &'a (dyn std::error::Error + 'a),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'a)> {
    std::iter::successors(Some(error), |error| error.source().map(|cause| cause as _))
}

/// An error with all that caused it, as a program prints it.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The examples of the README are programs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::{Duration, Instant};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::time::timeout;

    use super::{Response, Server};

    const GET: &str = "GET /a?b=%20c HTTP/1.1\r\nHost: x\r\n\r\n";
    const LAST: &str = "GET /last HTTP/1.1\r\nConnection: close\r\n\r\n";

    /// Sends the bytes and reads until the server closes.
    async fn talk(server: &Server, bytes: impl AsRef<[u8]>) -> io::Result<String> {
        let mut stream = TcpStream::connect(server.origin().trim_start_matches("http://")).await?;
        let (mut from, mut to) = stream.split();
        let mut answer = Vec::new();
        let both =
            async { tokio::join!(to.write_all(bytes.as_ref()), from.read_to_end(&mut answer)) };
        let (written, read) = timeout(Duration::from_secs(30), both).await?;
        written.and(read).map(|_| String::from_utf8_lossy(&answer).into_owned())
    }

    #[tokio::test]
    async fn request_is_recorded_to_the_byte() -> io::Result<()> {
        let server = Server::start().await;
        let sent = "pUt /a%2Fb/?c=d&&e HTTP/1.1\r\nHOST:x\r\nX-Odd:  \t a  b \r\n\
                    Connection: Close\r\nx-odd: 2\r\nContent-Length: 6\r\n\r\n\r\n\0\u{e9}}";
        let answer = talk(&server, sent).await?;
        let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                    cache-control: no-store\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(answer, json);
        let seen = server.only_request();
        assert_eq!(seen.raw, sent.as_bytes());
        assert_eq!(
            (&*seen.method, &*seen.target, &*seen.version),
            ("pUt", "/a%2Fb/?c=d&&e", "HTTP/1.1")
        );
        assert_eq!(seen.header_all("X-ODD"), ["a  b", "2"]);
        assert_eq!(seen.headers.first(), Some(&("HOST".to_owned(), "x".to_owned())));
        assert_eq!(seen.body, "\r\n\0\u{e9}}".as_bytes());
        Ok(())
    }

    #[tokio::test]
    async fn chunked_body_is_put_together() -> io::Result<()> {
        let server = Server::answering([Response::new(204)]).await;
        let sent = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n\
                    3;note=x\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";
        assert_eq!(
            talk(&server, format!("{sent}{LAST}")).await?.matches("204 No Content").count(),
            2
        );
        let requests = server.requests();
        assert_eq!(requests.first().map(|it| it.text()), Some("abc0123456789"));
        let all: Vec<_> = requests.iter().flat_map(|it| it.raw.clone()).collect();
        assert_eq!(all, format!("{sent}{LAST}").as_bytes());
        Ok(())
    }

    #[tokio::test]
    async fn answers_come_in_order_on_one_connection() -> io::Result<()> {
        let server =
            Server::answering([Response::text(201, "one"), Response::html(404, "two")]).await;
        let answer = talk(&server, [GET, GET, GET, LAST].concat()).await?;
        assert_eq!((answer.matches("one").count(), answer.matches("two").count()), (1, 3));
        assert_eq!((server.requests().len(), server.connections()), (4, 1));
        server.answer(Response::redirect(302, "/there").header("set-cookie", b"\xff=1"));
        let moved = "HTTP/1.1 302 Found\r\nlocation: /there\r\nset-cookie: \u{fffd}=1\r\n\
                     content-length: 0\r\n\r\n";
        for _ in 0..2 {
            assert_eq!(talk(&server, LAST).await?, moved);
        }
        assert_eq!(server.connections(), 3);
        Ok(())
    }

    #[tokio::test]
    async fn answer_is_computed_from_the_request() -> io::Result<()> {
        let server = Server::with(|seen| Response::text(200, seen.path())).await;
        assert!(talk(&server, [GET, LAST].concat()).await?.contains("\r\n\r\n/aHTTP/1.1 200 OK"));
        assert!(talk(&server, "GET /old HTTP/1.0\r\n\r\n").await?.ends_with("\r\n\r\n/old"));
        Ok(())
    }

    #[tokio::test]
    async fn client_keeps_its_connection() -> reqwest::Result<()> {
        let server = Server::answering([Response::json(200, "[1]"), Response::new(204)]).await;
        let client = reqwest::Client::builder().no_proxy().no_gzip().build()?;
        let sent = client.post(server.url("/one?a=b")).form(&[("c", "d e")]).send().await?;
        assert_eq!(sent.text().await?, "[1]");
        assert_eq!(client.head(server.url("/two")).send().await?.status(), 204);
        assert_eq!(server.connections(), 1);
        let form = "POST /one?a=b HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\
                    Content-Length: 5\n\nc=d+e";
        for (seen, expected) in server.requests().iter().zip([form, "HEAD /two HTTP/1.1\n\n"]) {
            seen.assert_is(expected);
        }
        Ok(())
    }

    #[tokio::test]
    async fn broken_or_oversized_request_is_refused() -> io::Result<()> {
        let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        let most = 16 * 1024 * 1024;
        let full = " ".repeat(most);
        for (status, sent) in [
            (400, "GET / HTTP/1.1\nHost: x\n\n".to_owned()),
            (400, "GET / HTTP/1.1\r\nno colon\r\n\r\n".to_owned()),
            (400, "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n1".to_owned()),
            (400, "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n1".to_owned()),
            (400, chunked.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\n1")),
            (400, format!("{chunked}x\r\n")),
            (400, format!("{chunked}1\r\n12\r\n")),
            (413, format!("{chunked}{most:x}\r\n{full}\r\n1\r\n")),
            (413, format!("{chunked}ffffffffffffffff\r\n")),
            (413, format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{full}", most + 1)),
            (431, format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", " ".repeat(65536))),
        ] {
            let server = Server::start().await;
            let answer = talk(&server, &sent).await?;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{sent:.99}: {answer}");
            assert_eq!(server.requests(), [], "{sent:.99}");
        }
        let server = Server::start().await;
        let largest = format!("PUT / HTTP/1.0\r\nContent-Length: {most}\r\n\r\n{full}");
        assert!(talk(&server, largest).await?.ends_with("{}"));
        assert_eq!(server.only_request().body.len(), most);
        Ok(())
    }

    #[tokio::test]
    async fn requests_beyond_the_limit_are_refused() -> io::Result<()> {
        let server = Server::answering([Response::new(204)]).await;
        let answer = talk(&server, "GET / HTTP/1.1\r\n\r\n".repeat(10_001)).await?;
        assert_eq!(answer.matches("204 No Content").count(), 10_000);
        assert_eq!((answer.matches("503 Service").count(), server.requests().len()), (1, 10_000));
        Ok(())
    }

    #[tokio::test]
    async fn incomplete_request_is_not_recorded() -> io::Result<()> {
        let server = Server::start().await;
        let mut stream = TcpStream::connect(server.origin().trim_start_matches("http://")).await?;
        stream.write_all(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n12").await?;
        stream.shutdown().await?;
        assert_eq!(stream.read(&mut [0]).await?, 0);
        assert_eq!((server.requests().len(), server.connections()), (0, 1));
        Ok(())
    }

    #[tokio::test]
    async fn lengths_follow_what_is_declared() -> io::Result<()> {
        let body = |status| Response::new(status).body("12345");
        let head = LAST.replace("GET", "HEAD");
        for (response, request, expected) in [
            (body(200), LAST, "200 OK\r\ncontent-length: 5\r\n\r\n12345"),
            (body(200), &head, "200 OK\r\ncontent-length: 5\r\n\r\n"),
            (body(204), LAST, "204 No Content\r\n\r\n"),
            (body(299), LAST, "299 \r\ncontent-length: 5\r\n\r\n12345"),
            (
                body(200).header("Content-Length", "9"),
                GET,
                "200 OK\r\nContent-Length: 9\r\n\r\n12345",
            ),
            (
                body(200).header("connection", "close"),
                GET,
                "200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\n12345",
            ),
            (body(200).cut_after(3), GET, "200 OK\r\ncontent-length: 5\r\n\r\n123"),
        ] {
            let server = Server::answering([response]).await;
            assert_eq!(talk(&server, request).await?, format!("HTTP/1.1 {expected}"));
        }
        Ok(())
    }

    #[tokio::test]
    async fn faults_come_after_the_whole_request() -> io::Result<()> {
        let post = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n123";
        for (fault, expected) in [
            (Response::close(), Ok("")),
            (Response::raw("\x16\x03\x01 not HTTP"), Ok("\x16\x03\x01 not HTTP")),
            (Response::reset(), Err(io::ErrorKind::ConnectionReset)),
            (Response::text(200, "12345").reset_after(3), Err(io::ErrorKind::ConnectionReset)),
        ] {
            let server = Server::answering([fault]).await;
            let answer = talk(&server, post).await.map_err(|error| error.kind());
            assert_eq!(answer.as_deref(), expected.as_ref().map(|it| *it));
            assert_eq!(server.only_request().text(), "123");
        }
        Ok(())
    }

    #[tokio::test]
    async fn hanging_connection_ends_with_the_server() -> io::Result<()> {
        let server = Server::answering([Response::hang()]).await;
        let authority = server.origin().replace("http://", "");
        let mut stream = TcpStream::connect(&authority).await?;
        stream.write_all(GET.as_bytes()).await?;
        let waited = timeout(Duration::from_millis(100), stream.read(&mut [0])).await;
        assert!(waited.is_err(), "answered: {waited:?}");
        assert_eq!(server.only_request().target, "/a?b=%20c");
        drop(server);
        let ended = timeout(Duration::from_secs(5), stream.read(&mut [0])).await?;
        assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
        assert!(TcpStream::connect(&authority).await.is_err());
        Ok(())
    }

    #[tokio::test]
    async fn slow_answers_take_their_time() -> io::Result<()> {
        let tenth = Duration::from_millis(100);
        for (response, least) in [
            (Response::close().slow(tenth), tenth),
            (Response::text(200, "123").slow(tenth), tenth),
            (Response::text(200, "123").drip(tenth), 3 * tenth),
        ] {
            let server = Server::answering([response.clone()]).await;
            let start = Instant::now();
            let answer = talk(&server, LAST).await?;
            assert!(start.elapsed() >= least, "{response:?}: {:?}", start.elapsed());
            assert!(answer.is_empty() || answer.ends_with("\r\n\r\n123"), "{answer}");
        }
        Ok(())
    }

    #[tokio::test]
    #[should_panic(
        expected = "not one request: [\n    \"GET /last\",\n    \"refused: not HTTP/1.1\",\n]"
    )]
    async fn only_request_tells_what_else_came() {
        let server = Server::start().await;
        for sent in [LAST, "\r\n"] {
            assert!(talk(&server, sent).await.is_ok());
        }
        drop(server.only_request());
    }
}
