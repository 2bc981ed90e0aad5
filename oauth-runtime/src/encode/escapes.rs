//! Which bytes of a text need an escape: told by a table, so that a text without any is copied as it is.

use percent_encoding::percent_encode_byte;

/// What a place does to each byte of a text: how many bytes more it becomes, and whether it changes without that.
pub(crate) struct Escapes([u32; 256]);

/// The byte stands for itself.
const PLAIN: u32 = 0;
/// The byte becomes three: a percent sign and two digits.
const PERCENT: u32 = 2;
/// The byte is a space, and becomes a plus sign. As a sum of eight bytes, it stays apart from what `PERCENT` adds up to.
const SPACE: u32 = 0x100;
/// What `PERCENT` adds up to in a sum of eight.
const MORE: u32 = 0xFF;

/// `application/x-www-form-urlencoded`, as the URL Standard has it.
pub(crate) static FORM: Escapes = Escapes::new(b"*-._", SPACE);

/// A segment of a path: everything but the unreserved characters of RFC 3986, section 2.3.
pub(crate) static SEGMENT: Escapes = Escapes::new(b"-._~", PERCENT);

/// What is known of a text before it is written.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    /// How many bytes it becomes.
    pub(crate) length: usize,
    /// It is written as it is.
    pub(crate) is_plain: bool,
}

/// Which of the texts that were measured are written as they are, the first in the lowest bit. Those beyond are written
/// byte by byte.
#[derive(Clone, Copy, Default)]
pub(crate) struct Plain {
    bits: u64,
    count: u32,
}

impl Plain {
    pub(crate) fn push(&mut self, is_plain: bool) {
        self.bits |= u64::from(is_plain).checked_shl(self.count).unwrap_or(0);
        self.count += 1;
    }

    /// Takes the first one.
    pub(crate) const fn pop(&mut self) -> bool {
        let is_plain = self.bits & 1 == 1;
        self.bits >>= 1;
        is_plain
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl Escapes {
    #[allow(clippy::indexing_slicing, reason = "what is beyond the table does not compile")]
    const fn new(plain: &[u8], space: u32) -> Self {
        let mut kinds = [PERCENT; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            if byte.is_ascii_alphanumeric() {
                kinds[byte as usize] = PLAIN;
            }
            byte += 1;
        }
        let mut at = 0;
        while at < plain.len() {
            kinds[plain[at] as usize] = PLAIN;
            at += 1;
        }
        kinds[b' ' as usize] = space;
        Self(kinds)
    }

    fn kind(&self, byte: u8) -> u32 {
        self.0.get(usize::from(byte)).copied().unwrap_or(PERCENT)
    }

    fn sum(&self, bytes: &[u8]) -> u32 {
        bytes.iter().map(|byte| self.kind(*byte)).sum()
    }

    /// Looks at each byte once.
    pub(crate) fn measure(&self, text: &str) -> Measured {
        let (eights, rest) = text.as_bytes().as_chunks::<8>();
        let last = self.sum(rest);
        let (mut more, mut kinds) = ((last & MORE) as usize, last);
        for eight in eights {
            let sum = self.sum(eight);
            more += (sum & MORE) as usize;
            kinds |= sum;
        }
        Measured { length: text.len() + more, is_plain: kinds == PLAIN }
    }

    /// Appends a text, as it is or byte by byte.
    #[inline]
    pub(crate) fn write(&self, out: &mut impl Output, text: &str, is_plain: bool) {
        if is_plain {
            out.text(text);
        } else {
            self.escape(out, text);
        }
    }

    fn escape(&self, out: &mut impl Output, text: &str) {
        let mut begin = 0;
        for (at, byte) in text.bytes().enumerate() {
            let kind = self.kind(byte);
            if kind == PLAIN {
                continue;
            }
            // Nothing where the byte before needed an escape, too, perhaps as a part of the same character.
            out.text(text.get(begin..at).unwrap_or_default());
            begin = at + 1;
            if kind == SPACE {
                out.byte(b'+');
            } else {
                out.escape(percent_encode_byte(byte));
            }
        }
        out.text(text.get(begin..).unwrap_or_default());
    }
}

/// What texts are written to: a body, or a URL.
pub(crate) trait Output {
    fn text(&mut self, text: &str);

    /// Appends a byte of ASCII.
    fn byte(&mut self, byte: u8);

    /// Appends a percent sign and two digits.
    fn escape(&mut self, escape: &str);
}

impl Output for Vec<u8> {
    #[inline]
    fn text(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.push(byte);
    }

    #[inline]
    fn escape(&mut self, escape: &str) {
        // Three bytes, known to be three, are copied without a call.
        match escape.as_bytes().first_chunk::<3>() {
            Some(escape) => self.extend_from_slice(escape),
            None => self.text(escape),
        }
    }
}

impl Output for String {
    #[inline]
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.push(char::from(byte));
    }

    #[inline]
    fn escape(&mut self, escape: &str) {
        self.push_str(escape);
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_encode;
    use url::form_urlencoded::byte_serialize;

    use super::*;

    fn written(escapes: &Escapes, text: &str) -> String {
        let (mut out, mut bytes) = (String::new(), Vec::new());
        escapes.write(&mut out, text, false);
        escapes.write(&mut bytes, text, false);
        assert_eq!(out.as_bytes(), bytes);
        let measured = escapes.measure(text);
        assert_eq!(measured.length, out.len(), "{text:?}");
        assert_eq!(measured.is_plain, out == text, "{text:?}");
        out
    }

    /// Everything but the unreserved characters of RFC 3986, section 2.3.
    const UNRESERVED: percent_encoding::AsciiSet =
        percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    #[test]
    fn every_byte_is_written_as_the_crates_of_the_field_do() {
        let characters = (0..=0x7F).map(char::from).chain(['ä', '€', '😀']);
        for text in characters.map(String::from) {
            let form: String = byte_serialize(text.as_bytes()).collect();
            assert_eq!(written(&FORM, &text), form);
            let segment = percent_encode(text.as_bytes(), &UNRESERVED);
            assert_eq!(written(&SEGMENT, &text), segment.to_string());
        }
        assert_eq!(written(&FORM, ""), "");
        for text in ["        ", "  eight ", "&&&&&&&&", "a plain text + an odd one/1234567890"] {
            let form: String = byte_serialize(text.as_bytes()).collect();
            assert_eq!(written(&FORM, text), form);
        }
    }
}
