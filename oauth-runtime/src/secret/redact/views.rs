//! A text as it reads once what encodes it is undone, layer by layer, with the place of each byte in the text as it came.

use secrecy::zeroize::Zeroize;

/// How many layers are undone: JSON inside a form inside HTML is three.
const LAYERS: usize = 3;

/// A text, or what it reads as under one or more layers of encoding.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// Where each byte stands in the text as it came.
    places: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

impl View {
    fn of(text: &str) -> Self {
        let place = |at: usize| {
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            Place { start, end: start.saturating_add(1) }
        };
        Self { bytes: text.as_bytes().to_vec(), places: (0..text.len()).map(place).collect() }
    }

    /// Returns where these bytes stand in the text as it came.
    pub(super) fn source(&self, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let places = self.places.get(range)?;
        let start = places.first()?.start;
        let end = places.last()?.end;
        Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    /// Undoes one layer; nothing where there is none.
    fn decoded(&self) -> Option<Self> {
        let mut decoded = Self { bytes: Vec::with_capacity(self.bytes.len()), places: Vec::new() };
        let mut at = 0;
        let mut changed = false;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (unit, length) = match unit(rest) {
                Some(found) => {
                    changed = true;
                    found
                }
                None => (Unit::Byte(rest.first().copied().unwrap_or_default()), 1),
            };
            decoded.push(&unit, self.places.get(at..at + length).unwrap_or_default());
            at += length;
        }
        changed.then_some(decoded)
    }

    fn push(&mut self, unit: &Unit, places: &[Place]) {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
        let place = Place { start: first.start, end: last.end };
        let mut buffer = [0; 4];
        let bytes = match unit {
            Unit::Byte(byte) => {
                self.bytes.push(*byte);
                self.places.push(place);
                return;
            }
            Unit::Character(character) => character.encode_utf8(&mut buffer).as_bytes(),
        };
        self.bytes.extend_from_slice(bytes);
        self.places.extend(bytes.iter().map(|_| place));
    }
}

/// The text as it came, and as it reads under each layer of encoding.
pub(super) fn of(text: &str) -> Vec<View> {
    let mut views = vec![View::of(text)];
    for _ in 0..LAYERS {
        let Some(next) = views.last().and_then(View::decoded) else { break };
        views.push(next);
    }
    views
}

/// What a piece of encoding stands for.
enum Unit {
    Byte(u8),
    Character(char),
}

/// Reads a piece of encoding at the beginning, with its length: of percent-encoding, of JSON, of HTML.
fn unit(bytes: &[u8]) -> Option<(Unit, usize)> {
    match bytes.first()? {
        b'%' => percent(bytes),
        b'\\' => json(bytes),
        b'&' => html(bytes),
        _ => None,
    }
}

fn percent(bytes: &[u8]) -> Option<(Unit, usize)> {
    let value = u8::try_from(hex(bytes.get(1..3)?)?).ok()?;
    Some((Unit::Byte(value), 3))
}

fn json(bytes: &[u8]) -> Option<(Unit, usize)> {
    let byte = match bytes.get(1)? {
        byte @ (b'/' | b'"' | b'\\') => *byte,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return json_unicode(bytes),
        _ => return None,
    };
    Some((Unit::Byte(byte), 2))
}

fn json_unicode(bytes: &[u8]) -> Option<(Unit, usize)> {
    let first = hex(bytes.get(2..6)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((Unit::Character(character), 6));
    }
    if bytes.get(6..8)? != b"\\u" {
        return None;
    }
    let (high, low) = (first.checked_sub(0xD800)?, hex(bytes.get(8..12)?)?.checked_sub(0xDC00)?);
    let character = char::from_u32(0x1_0000 + (high << 10) + low)?;
    Some((Unit::Character(character), 12))
}

/// The entities that have a name here are those that encoders write.
fn html(bytes: &[u8]) -> Option<(Unit, usize)> {
    const NAMED: [(&[u8], char); 6] = [
        (b"&amp;", '&'),
        (b"&lt;", '<'),
        (b"&gt;", '>'),
        (b"&quot;", '"'),
        (b"&apos;", '\''),
        (b"&nbsp;", '\u{A0}'),
    ];
    let named = NAMED.iter().find(|(name, _)| {
        bytes.get(..name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name))
    });
    if let Some((name, character)) = named {
        return Some((Unit::Character(*character), name.len()));
    }
    let inner = bytes.strip_prefix(b"&#")?;
    let end = inner.iter().take(10).position(|byte| *byte == b';')?;
    let digits = inner.get(..end)?;
    let value = match digits.strip_prefix(b"x").or_else(|| digits.strip_prefix(b"X")) {
        Some(digits) => hex(digits)?,
        None => std::str::from_utf8(digits).ok()?.parse().ok()?,
    };
    Some((Unit::Character(char::from_u32(value)?), end + 3))
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

impl Drop for View {
    /// It may hold the secrets that are looked for.
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        of(text).iter().map(|view| String::from_utf8_lossy(&view.bytes).into_owned()).collect()
    }

    #[test]
    fn layers_come_off_one_by_one() {
        assert_eq!(read("plain"), ["plain"]);
        assert_eq!(read("a%2Fb"), ["a%2Fb", "a/b"]);
        assert_eq!(read("a%252Fb"), ["a%252Fb", "a%2Fb", "a/b"]);
        assert_eq!(read(r"a\/b\u0063\ud83d\ude00"), [r"a\/b\u0063\ud83d\ude00", "a/bc😀"]);
        assert_eq!(read("&lt;&#97;&#x62;&AMP;"), ["&lt;&#97;&#x62;&AMP;", "<ab&"]);
        assert_eq!(read("%5C%75%30%30%36%31").last().unwrap(), "a");
        assert_eq!(read("%C3%A9"), ["%C3%A9", "é"]);
    }

    #[test]
    fn what_encodes_nothing_is_left() {
        for text in ["%", "%4", "%zz", r"\", r"\x", r"\u12", r"\ud800", "&", "&x;", "&#;", "&#xzz;"]
        {
            assert_eq!(read(text), [text]);
        }
    }

    #[test]
    fn places_are_those_of_the_text_as_it_came() {
        let views = of("x%2541y");
        let last = views.last().unwrap();
        assert_eq!(last.bytes, b"xAy");
        assert_eq!(last.source(1..2), Some(1..6));
        assert_eq!(last.source(2..3), Some(6..7));
        assert_eq!(last.source(3..4), None);
    }
}
