//! Which bytes of a text need an escape: told by a table, so that a text without any is copied as it is.

use percent_encoding::percent_encode_byte;

/// What a place does to each byte of a text.
pub(crate) struct Escapes([u8; 256]);

/// The byte stands for itself.
const PLAIN: u8 = 0;
/// The byte is a space, and becomes a plus sign.
const SPACE: u8 = 1;
/// The byte becomes three: a percent sign and two digits.
const PERCENT: u8 = 2;

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

impl Escapes {
    const fn new(plain: &[u8], space: u8) -> Self {
        let mut kinds = [PERCENT; 256];
        let mut byte = 0;
        while byte < 128 {
            if (byte as u8).is_ascii_alphanumeric() {
                kinds[byte] = PLAIN;
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

    fn kind(&self, byte: u8) -> u8 {
        self.0.get(usize::from(byte)).copied().unwrap_or(PERCENT)
    }

    /// Looks at each byte once.
    pub(crate) fn measure(&self, text: &str) -> Measured {
        let (mut more, mut kinds) = (0, PLAIN);
        for byte in text.bytes() {
            let kind = self.kind(byte);
            // Two bytes more for `PERCENT`, none for the others.
            more += usize::from(kind & PERCENT);
            kinds |= kind;
        }
        Measured { length: text.len() + more, is_plain: kinds == PLAIN }
    }

    /// Appends a text whose bytes may need escapes.
    pub(crate) fn write(&self, out: &mut Vec<u8>, text: &str) {
        for byte in text.bytes() {
            match self.kind(byte) {
                PLAIN => out.push(byte),
                SPACE => out.push(b'+'),
                _ => out.extend_from_slice(percent_encode_byte(byte).as_bytes()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_encode;
    use url::form_urlencoded::byte_serialize;

    use super::*;

    fn written(escapes: &Escapes, text: &str) -> String {
        let mut out = Vec::new();
        escapes.write(&mut out, text);
        let measured = escapes.measure(text);
        assert_eq!(measured.length, out.len(), "{text:?}");
        assert_eq!(measured.is_plain, out == text.as_bytes(), "{text:?}");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_byte_is_written_as_the_crates_of_the_field_do() {
        let characters = (0..=0x7F).map(char::from).chain(['ä', '€', '😀']);
        for text in characters.map(String::from) {
            let form: String = byte_serialize(text.as_bytes()).collect();
            assert_eq!(written(&FORM, &text), form);
            let segment = percent_encode(text.as_bytes(), crate::secret::redact::SEGMENT);
            assert_eq!(written(&SEGMENT, &text), segment.to_string());
        }
        assert_eq!(written(&FORM, ""), "");
    }
}
