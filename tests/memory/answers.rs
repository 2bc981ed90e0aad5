//! Answers that want to be large: whatever a server sends, a call takes less than 8 MiB at its peak.

use std::time::Duration;

use oauth_providers::mastodon::MastodonClient;
use oauth_runtime::{Error, error::TransportErrorKind};
use oauth_tests::{Carrier, Endless, Http, over_each_carrier};

use crate::{MEMORY, alone};

const LIMIT: usize = 8 * 1024 * 1024;
const TEN_GIGABYTES: u64 = 10_000_000_000;

/// What a call is expected to end with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Value,
    Unexpected,
    With(TransportErrorKind),
}

impl Ends {
    fn of<T>(result: &Result<T, Error>) -> Self {
        match result {
            Ok(_) => Self::Value,
            Err(Error::Transport(error)) => Self::With(error.kind()),
            Err(Error::Unexpected(_)) => Self::Unexpected,
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// One case: its name, which client, how the answer begins, what comes again and again, how much there is, and what is
/// expected.
type Case = (&'static str, Which, Vec<u8>, Vec<u8>, u64, Ends);

/// Which HTTP client there is.
#[derive(Clone, Copy)]
enum Which {
    /// The default one. reqwest loads its certificates with the first call, and that counts here.
    Default,
    /// One of the caller's that leaves bodies as they are.
    Plain,
    /// One of the caller's that unpacks gzip: reqwest, for the other unpacks nothing.
    Unpacking,
    /// One of the caller's that speaks HTTP/2 at once.
    Http2,
}

fn cases() -> Vec<Case> {
    let too_large = Ends::With(TransportErrorKind::TooLarge);
    let broken = Ends::With(TransportErrorKind::Protocol);
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let text = |head: &str| format!("{ok}{head}").into_bytes();
    let blanks = vec![b' '; 0x10000];
    let chunk = [b"10000\r\n".as_slice(), &blanks, b"\r\n"].concat();
    let bomb = oauth_tests::bomb().unwrap();
    assert!(bomb.len() < 300_000, "{}", bomb.len());
    let bomb = [text("Content-Encoding: gzip\r\nConnection: close\r\n\r\n"), bomb].concat();
    let whole = bomb.len() as u64;
    let long = vec![b'x'; 0x10000];
    let nested = [text("Connection: close\r\n\r\n"), vec![b'['; 1024 * 1024]].concat();
    let nested_whole = nested.len() as u64;
    vec![
        (
            "gzip bomb, left as it is",
            Which::Default,
            bomb.clone(),
            b" ".to_vec(),
            whole,
            Ends::Unexpected,
        ),
        ("gzip bomb, unpacked", Which::Unpacking, bomb, b" ".to_vec(), whole, too_large),
        (
            "10 GB, announced",
            Which::Plain,
            text("Content-Length: 10000000000\r\n\r\n"),
            blanks.clone(),
            TEN_GIGABYTES,
            too_large,
        ),
        (
            "10 GB, until it closes",
            Which::Plain,
            text("\r\n"),
            blanks.clone(),
            TEN_GIGABYTES,
            too_large,
        ),
        (
            "chunks without an end",
            Which::Plain,
            text("Transfer-Encoding: chunked\r\n\r\n"),
            chunk,
            TEN_GIGABYTES,
            too_large,
        ),
        ("a header without an end", Which::Plain, text("X-Long: "), long, TEN_GIGABYTES, broken),
        (
            "headers without an end",
            Which::Plain,
            text(""),
            b"X-Header: 1\r\n".repeat(1000),
            TEN_GIGABYTES,
            broken,
        ),
        (
            "100 Continue without an end",
            Which::Plain,
            b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
            b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100),
            TEN_GIGABYTES,
            Ends::With(TransportErrorKind::Timeout),
        ),
        (
            "nested a million deep",
            Which::Plain,
            nested,
            b" ".to_vec(),
            nested_whole,
            Ends::Unexpected,
        ),
    ]
}

/// The same over HTTP/2, frame by frame.
///
/// [RFC 9113, section 6](https://www.rfc-editor.org/rfc/rfc9113#section-6)
fn cases_of_http2() -> Vec<Case> {
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        let [_, length @ ..] = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[..], &[kind, flags, 0, 0, 0, stream], payload].concat()
    };
    let (data, headers, settings, continuation) = (0, 1, 4, 9);
    let begin = [frame(settings, 0, 0, &[]), frame(settings, 1, 0, &[])].concat();
    // `:status: 200` has the number 8 in the static table of HPACK; then a header of its own, without indexing.
    let ok = [begin.clone(), frame(headers, 4, 1, &[0x88])].concat();
    let unfinished = [begin, frame(headers, 0, 1, &[0x88])].concat();
    let header = [&[0, 1, b'x', 100][..], &[b'x'; 100]].concat().repeat(100);
    vec![
        (
            "HTTP/2: headers without an end",
            Which::Http2,
            unfinished,
            frame(continuation, 0, 1, &header),
            TEN_GIGABYTES,
            Ends::With(TransportErrorKind::Closed),
        ),
        (
            "HTTP/2: a body without an end",
            Which::Http2,
            ok,
            frame(data, 0, 1, &[b' '; 16 * 1024]),
            TEN_GIGABYTES,
            Ends::With(TransportErrorKind::TooLarge),
        ),
    ]
}

/// Sends a code exchange and tells how it ended, and how many bytes were live at the peak that were not before.
async fn measured(client: &MastodonClient, time: Duration) -> (Ends, usize) {
    let request = client.oauth_token_post().authorization_code().client_id("id");
    let request = request.client_secret("secret").code("code");
    let call = request.redirect_uri("https://app.example/cb").send().timeout(time);
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let result = call.await;
    let peak = MEMORY.peak_usage();
    (Ends::of(&result), peak.saturating_sub(before))
}

over_each_carrier! {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    answer_takes_less_than_8_mib,
}

/// On two threads: a flood of `100 Continue` can hold one for seconds, past the deadline.
async fn answer_takes_less_than_8_mib(carrier: Carrier) {
    let _alone = alone().await;
    let mut wrong = Vec::new();
    let mut most_of_all = 0;
    for (name, which, begin, piece, most, expected) in [cases(), cases_of_http2()].concat() {
        let mark: &[u8] = if matches!(which, Which::Http2) { b"code=code" } else { b"\r\n\r\n" };
        let server = Endless::start_at(mark, begin, piece, most);
        let builder = MastodonClient::builder().base_url(server.origin());
        let builder = match (which, carrier) {
            (Which::Default, _) => carrier.on(builder),
            (Which::Plain, _) => carrier.with(Http::default(), builder),
            (Which::Http2, _) => carrier.with(Http::default().http2(), builder),
            (Which::Unpacking, Carrier::Reqwest) => {
                builder.reqwest(reqwest::Client::builder().no_proxy().tls_certs_only([]).gzip(true))
            }
            (Which::Unpacking, Carrier::Hyper) => continue,
        };
        let client = builder.build().unwrap();
        let time = match expected {
            Ends::With(TransportErrorKind::Timeout) => Duration::from_secs(1),
            _ => Duration::from_secs(60),
        };
        let resident = resident::Before::now();
        let (ends, growth) = measured(&client, time).await;
        let resident = resident.growth();
        println!(
            "{name:30} over {carrier}: {ends:?}: {} KiB of memory at the peak, resident {resident:?} KiB; {} KiB written",
            growth / 1024,
            server.taken() / 1024
        );
        if (ends, server.connections()) != (expected, 1) {
            wrong.push(format!("{name}: {ends:?}, {} connections", server.connections()));
        }
        if growth >= LIMIT || resident.is_some_and(|kib| kib >= LIMIT / 1024) {
            wrong.push(format!("{name}: {growth} bytes, resident {resident:?} KiB"));
        }
        most_of_all = most_of_all.max(growth);
    }
    assert!(most_of_all > 64 * 1024, "nothing was measured");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the system says of the process: all of its memory, also what no allocator counts.
mod resident {
    use std::fs;

    /// How much was resident.
    pub(super) struct Before(Option<usize>);

    impl Before {
        pub(super) fn now() -> Self {
            // Linux: the highest value begins anew.
            Self(fs::write("/proc/self/clear_refs", "5").ok().and_then(|()| status("VmRSS:")))
        }

        /// How many KiB more were resident at the peak; nothing where the system does not tell.
        pub(super) fn growth(&self) -> Option<usize> {
            Some(status("VmHWM:")?.saturating_sub(self.0?))
        }
    }

    fn status(name: &str) -> Option<usize> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    }
}
