//! Names and values as `application/x-www-form-urlencoded`, for bodies and queries.

use crate::encode::escapes::FORM;

/// Pairs that are about to be written: first each is measured, then each is written.
#[derive(Default)]
pub(crate) struct Pairs {
    length: usize,
    count: u32,
    /// Which pairs need no escape, the first in the lowest bit. A pair beyond them is escaped byte by byte.
    plain: u64,
}

impl Pairs {
    /// Measures the next pair.
    pub(crate) fn measure(&mut self, name: &str, value: &str) {
        let (name, value) = (FORM.measure(name), FORM.measure(value));
        // With the sign of equality, and the one before the name.
        self.length += name.length + value.length + 2;
        let is_plain = u64::from(name.is_plain && value.is_plain);
        self.plain |= is_plain.checked_shl(self.count).unwrap_or(0);
        self.count += 1;
    }

    /// How many bytes all pairs become, with a sign before each of them.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// Tells whether there is anything to write.
    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Begins to write the pairs that were measured, in the same order.
    pub(crate) const fn writer(&self) -> PairWriter {
        PairWriter { plain: self.plain, is_first: true }
    }
}

/// Writes the pairs that were measured.
pub(crate) struct PairWriter {
    plain: u64,
    is_first: bool,
}

impl PairWriter {
    /// Appends `name=value`, after a `&` unless it is the first.
    pub(crate) fn write(&mut self, out: &mut Vec<u8>, name: &str, value: &str) {
        if !std::mem::take(&mut self.is_first) {
            out.push(b'&');
        }
        let is_plain = self.plain & 1 == 1;
        self.plain >>= 1;
        if is_plain {
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            out.extend_from_slice(value.as_bytes());
        } else {
            FORM.write(out, name);
            out.push(b'=');
            FORM.write(out, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[(&str, &str)]) -> String {
        let mut measured = Pairs::default();
        for (name, value) in pairs {
            measured.measure(name, value);
        }
        let (mut out, mut writer) = (Vec::new(), measured.writer());
        for (name, value) in pairs {
            writer.write(&mut out, name, value);
        }
        assert_eq!(measured.length(), out.len() + 1);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn pairs_are_joined_and_sized() {
        let pairs = [("a", ""), ("b c", "d&e=f+g%h/i?j#k"), ("ü", "😀 *-._~")];
        assert_eq!(
            written(&pairs),
            "a=&b+c=d%26e%3Df%2Bg%25h%2Fi%3Fj%23k&%C3%BC=%F0%9F%98%80+*-._%7E"
        );
    }

    #[test]
    fn hundreds_of_pairs_are_right() {
        let plain = [("name", "value"); 200];
        assert_eq!(written(&plain), ["name=value"; 200].join("&"));
    }
}
