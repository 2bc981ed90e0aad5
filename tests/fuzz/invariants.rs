//! What holds of whatever a server sends or a caller gives. Fuzzing looks for bytes of which it does not hold; an ordinary
//! test replays the seeds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "what does not hold has to stop the search"
)]
#![allow(unreachable_pub, reason = "a library where it is fuzzed, a module where it is replayed")]

#[path = "../properties/decoders.rs"]
mod decoders;

#[path = "invariants/answers.rs"]
mod answers;
#[path = "invariants/headers.rs"]
mod headers;
#[path = "invariants/requests.rs"]
mod requests;
#[path = "invariants/tokens.rs"]
mod tokens;

pub use answers::{answer, refusal};
pub use headers::{callback, challenge, retry_after};
pub use requests::request;
pub use tokens::token;

/// A search: its name, which is that of its seeds, and what it looks at.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 7] = [
    ("answer", answer),
    ("callback", callback),
    ("challenge", challenge),
    ("refusal", refusal),
    ("request", request),
    ("retry_after", retry_after),
    ("token", token),
];

/// Takes one byte off, to choose by.
fn choice<'a, T: Copy>(data: &mut &'a [u8], among: &'a [T]) -> T {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    *data = rest;
    among.get(usize::from(*first) % among.len()).copied().unwrap()
}

/// Takes a line off.
fn line<'a>(data: &mut &'a [u8]) -> &'a [u8] {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, rest) = data.split_at(end);
    *data = rest.get(1..).unwrap_or_default();
    line
}

/// Fails unless the text is fit for one line of a log.
fn assert_one_line(text: &str) {
    let misleads = |character: char| {
        character.is_control()
            || "\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}".contains(character)
    };
    assert!(!text.contains(misleads), "{text:?}");
    assert!(text.chars().count() < 1500, "{}", text.len());
}

/// Fails unless the text is an access token as RFC 6749, appendix A.12 has it, which a header can carry.
fn assert_is_access_token(text: &str) {
    assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
}
