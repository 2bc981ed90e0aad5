//! Answers that are late, cut off, too large or no HTTP.

use std::time::Duration;

use bytes::Bytes;

use crate::stand_in::fault::named::Fault;
use crate::stand_in::fault::wire::{End, Form, Wire};

/// Without an end, as far as anybody waits for it.
const LONG: Duration = Duration::from_secs(30);

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/// What goes over the wire, where the fault is in the bytes.
pub(super) fn broken(fault: &Fault, good: &http::Response<Bytes>) -> Option<Wire> {
    if let Some((begin, piece)) = endless(fault) {
        return Some(Wire::endless(begin.into_bytes(), piece.into_bytes()));
    }
    // There is a body to be cut off, whatever the answer is.
    let is_short = good.body().len() < 8;
    let body: &[u8] = if is_short { b"{\"a\": [1, 2, 3]}" } else { good.body() };
    let length = body.len();
    let announced =
        |more: &str, body: &[u8]| [OK.as_bytes(), more.as_bytes(), b"\r\n", body].concat();
    let whole = || announced(&format!("Content-Length: {length}\r\n"), body);
    let cut = |end| {
        let mut bytes = whole();
        bytes.truncate(bytes.len() - length + 3);
        Wire::raw(bytes, end)
    };
    let closed = |bytes: Vec<u8>| Wire::raw(bytes, End::Close);
    let chunked = |size: &str, rest: &str| {
        let head = format!("Transfer-Encoding: chunked\r\n\r\n{size}\r\n");
        [OK.as_bytes(), head.as_bytes(), body, rest.as_bytes()].concat()
    };
    let slowly = |interval| {
        let form = Form::Raw { bytes: whole(), slowly: length, interval, end: End::Close };
        Wire { wait: Duration::ZERO, form }
    };
    let beyond = || vec![b' '; 2 * 1024 * 1024 + 1];
    Some(match fault {
        Fault::NeverAnswers => Wire::raw(Vec::new(), End::Hang),
        Fault::StopsInBody => cut(End::Hang),
        Fault::OneByteAtATime => slowly(Duration::from_millis(200)),
        Fault::LateHead => Wire { wait: LONG, form: Form::Response(good.clone()) },
        Fault::ResetAfterRequest => Wire::raw(Vec::new(), End::Reset),
        Fault::ClosesAfterRequest => closed(Vec::new()),
        Fault::ClosesInHead => closed(b"HTTP/1.1 200 OK\r\nConte".to_vec()),
        Fault::ResetInBody => cut(End::Reset),
        Fault::BodyShorterThanAnnounced => cut(End::Close),
        Fault::MissingLastChunk => closed(chunked(&format!("{length:x}"), "\r\n")),
        Fault::BodyLongerThanAnnounced => closed(announced("Content-Length: 3\r\n", body)),
        Fault::TwoLengths => closed(announced("Content-Length: 2\r\nContent-Length: 3\r\n", b"{}")),
        Fault::LengthNoNumber => closed(announced("Content-Length: two\r\n", b"{}")),
        Fault::LengthAndChunks => {
            let body: &[u8] = if good.body().is_empty() { body } else { good.body() };
            let size = body.len();
            let head = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
            let size = format!("{size:x}\r\n");
            let parts = [OK.as_bytes(), head.as_bytes(), size.as_bytes(), body, b"\r\n0\r\n\r\n"];
            closed(parts.concat())
        }
        Fault::ChunkSizeNoNumber => closed(chunked("xyz", "\r\n0\r\n\r\n")),
        Fault::ChunkLongerThanSize => closed(chunked("1", "\r\n0\r\n\r\n")),
        Fault::Http10WithoutLength => {
            let head = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n";
            closed([head.as_slice(), good.body()].concat())
        }
        Fault::TlsOnPlainPort => closed(b"\x15\x03\x01\x00\x02\x02\x46".to_vec()),
        Fault::NotHttp => closed(b"<html>\r\n\r\n".to_vec()),
        Fault::FiveThousandHeaders => {
            let many = "X-Header: 1\r\n".repeat(5000);
            closed(announced(&format!("{many}Content-Length: 2\r\n"), b"{}"))
        }
        Fault::HeaderOfOneMegabyte => {
            let long = "x".repeat(1024 * 1024);
            closed(announced(&format!("X-Long: {long}\r\nContent-Length: 2\r\n"), b"{}"))
        }
        Fault::BodyBeyondLimit => {
            let body = beyond();
            closed(announced(&format!("Content-Length: {}\r\n", body.len()), &body))
        }
        Fault::BodyBeyondLimitUntilClose => closed(announced("Connection: close\r\n", &beyond())),
        _ => return None,
    })
}

/// How an answer without an end begins, and what comes again and again.
fn endless(fault: &Fault) -> Option<(String, String)> {
    let chunked = format!("{OK}Transfer-Encoding: chunked\r\n\r\n");
    let (spaces, letters) = (" ".repeat(0x10000), "x".repeat(0x10000));
    Some(match fault {
        Fault::EndlessContinue => (String::new(), "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)),
        Fault::EndlessEarlyHints => {
            (String::new(), "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(100))
        }
        Fault::EndlessStatusLine => ("HTTP/1.1 200 ".to_owned(), letters),
        Fault::EndlessHeader => (format!("{OK}X-Long: "), letters),
        Fault::EndlessHeaders => (OK.to_owned(), "X-Header: 1\r\n".repeat(1000)),
        Fault::EndlessChunkExtension => (format!("{chunked}1;"), letters),
        Fault::EndlessTrailers => (format!("{chunked}0\r\n"), "X: 1\r\n".repeat(1000)),
        Fault::EndlessChunks => (chunked, format!("10000\r\n{spaces}\r\n")),
        Fault::EndlessBody => (format!("{OK}Connection: close\r\n\r\n"), spaces),
        Fault::TenGigabytes => (format!("{OK}Content-Length: 10000000000\r\n\r\n"), spaces),
        _ => return None,
    })
}
