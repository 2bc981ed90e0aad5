//! Answers without an end: what the client takes of them is bounded, by a limit or by the deadline.

use oauth_tests::{Carrier, Endless, over_each_carrier};

use crate::endpoints::all;
use crate::matrix;
use crate::outcome::Outcome::{self, Protocol, Timeout, TooLarge};

/// What a server ends after by itself, should the client fail to.
const MOST: u64 = 256 * 1024 * 1024;

/// Of an answer that is refused, no more than this is taken: the limit, and the buffers of the system on the way.
const TAKEN: u64 = MOST / 8;

/// One row: its name, how the answer begins, what then comes again and again, and what is expected.
type Row = (&'static str, String, String, Outcome);

fn rows() -> Vec<Row> {
    let ok = "HTTP/1.1 200 OK\r\n";
    let chunked = format!("{ok}Transfer-Encoding: chunked\r\n\r\n");
    let blanks = " ".repeat(0x10000);
    vec![
        (
            "3 100 Continue without an end",
            String::new(),
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(100),
            Timeout,
        ),
        (
            "3 103 Early Hints without an end",
            String::new(),
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(100),
            Timeout,
        ),
        ("15 a header without an end", format!("{ok}X-Long: "), "x".repeat(0x10000), Protocol),
        ("15 headers without an end", ok.to_owned(), "X-Header: 1\r\n".repeat(1000), Protocol),
        (
            "15 a status line without an end",
            "HTTP/1.1 200 ".to_owned(),
            "x".repeat(0x10000),
            Protocol,
        ),
        ("24 chunks without an end", chunked.clone(), format!("10000\r\n{blanks}\r\n"), TooLarge),
        (
            "24 a body until it closes, without an end",
            format!("{ok}\r\n"),
            blanks.clone(),
            TooLarge,
        ),
        (
            "24 ten gigabytes, announced",
            format!("{ok}Content-Length: 10000000000\r\n\r\n"),
            blanks,
            TooLarge,
        ),
        (
            "12 a chunk extension without an end",
            format!("{chunked}1;"),
            "x".repeat(0x10000),
            Protocol,
        ),
        (
            "12 trailers without an end",
            format!("{chunked}0\r\n"),
            "X: 1\r\n".repeat(1000),
            Protocol,
        ),
    ]
}

over_each_carrier! { answers_without_an_end_are_dropped }

async fn answers_without_an_end_are_dropped(carrier: Carrier) {
    let (calls, mut wrong) = (all(), Vec::new());
    for (name, begin, piece, expected) in rows() {
        let server = Endless::start(begin, piece, MOST);
        let within = match expected {
            Timeout => matrix::DEADLINE,
            _ => matrix::PATIENCE,
        };
        let outcomes =
            matrix::call_all(carrier, &server.origin(), within, Some(matrix::retry())).await;
        matrix::print(name, &outcomes);
        wrong.extend(matrix::compare(name, &calls, &outcomes, |_| expected));
        assert_eq!(server.connections(), calls.len(), "{name}: one connection for each call");
        assert_eq!(server.exhausted(), 0, "{name}: the client took 256 MiB");
        let each = server.taken() / calls.len() as u64;
        println!("{:40} {} KiB each", "", each / 1024);
        if expected != Timeout {
            assert!(each < TAKEN, "{name}: {each} bytes each");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
