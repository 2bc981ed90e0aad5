//! Names and values as `application/x-www-form-urlencoded`, for bodies and queries.

use crate::encode::escapes::{FORM, Measured, Output, Plain};

/// Pairs that are about to be written: first each is measured, then each is written.
#[derive(Default)]
pub(crate) struct Pairs {
    length: usize,
    names: Plain,
    values: Plain,
    is_begun: bool,
}

impl Pairs {
    /// Measures the next pair; its name is known to need no escape, or else measured, too.
    pub(crate) fn measure(&mut self, name: &str, is_plain_name: bool, value: &str) {
        let name = if is_plain_name {
            Measured { length: name.len(), is_plain: true }
        } else {
            FORM.measure(name)
        };
        let value = FORM.measure(value);
        // With the sign of equality, and the one before the name.
        self.length += name.length + value.length + 2;
        self.names.push(name.is_plain);
        self.values.push(value.is_plain);
    }

    /// How many bytes all pairs become, with a sign before each of them.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// Tells whether there is anything to write.
    pub(crate) const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Appends `name=value`, after a `&` unless it is the first. The pairs come in the order in which they were measured.
    pub(crate) fn write(&mut self, out: &mut impl Output, name: &str, value: &str) {
        if std::mem::replace(&mut self.is_begun, true) {
            out.byte(b'&');
        }
        FORM.write(out, name, self.names.pop());
        out.byte(b'=');
        FORM.write(out, value, self.values.pop());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[(&str, &str)], is_plain_name: bool) -> String {
        let mut measured = Pairs::default();
        for (name, value) in pairs {
            measured.measure(name, is_plain_name && FORM.measure(name).is_plain, value);
        }
        let mut out = String::new();
        for (name, value) in pairs {
            measured.write(&mut out, name, value);
        }
        assert_eq!(measured.length(), out.len() + 1);
        out
    }

    #[test]
    fn pairs_are_joined_and_sized() {
        let pairs = [("a", ""), ("b c", "d&e=f+g%h/i?j#k"), ("ü", "😀 *-._~")];
        for known in [true, false] {
            assert_eq!(
                written(&pairs, known),
                "a=&b+c=d%26e%3Df%2Bg%25h%2Fi%3Fj%23k&%C3%BC=%F0%9F%98%80+*-._%7E"
            );
        }
    }

    #[test]
    fn hundreds_of_pairs_are_right() {
        let plain = [("name", "value"); 200];
        assert_eq!(written(&plain, true), ["name=value"; 200].join("&"));
    }
}
