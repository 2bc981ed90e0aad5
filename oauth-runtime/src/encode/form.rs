//! Names and values as `application/x-www-form-urlencoded`, for bodies and queries.

use url::form_urlencoded::byte_serialize;

/// Appends `name=value`, after a `&` unless it is the first.
pub(crate) fn write_pair(out: &mut String, first: &mut bool, name: &str, value: &str) {
    if !std::mem::take(first) {
        out.push('&');
    }
    out.extend(byte_serialize(name.as_bytes()));
    out.push('=');
    out.extend(byte_serialize(value.as_bytes()));
}

/// Returns how many bytes [`write_pair`] appends at most.
pub(crate) fn pair_len(name: &str, value: &str) -> usize {
    encoded_len(name) + encoded_len(value) + 2
}

fn encoded_len(text: &str) -> usize {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'*' | b'-' | b'.' | b'_') {
                1
            } else {
                3
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_joined_and_sized() {
        let (mut out, mut first) = (String::new(), true);
        let pairs = [("a", ""), ("b c", "d&e=f+g%h/i?j#k"), ("ü", "😀 *-._~")];
        for (name, value) in pairs {
            write_pair(&mut out, &mut first, name, value);
        }
        assert_eq!(out, "a=&b+c=d%26e%3Df%2Bg%25h%2Fi%3Fj%23k&%C3%BC=%F0%9F%98%80+*-._%7E");
        let sized: usize = pairs.iter().map(|(name, value)| pair_len(name, value)).sum();
        assert_eq!(sized, out.len() + 1);
    }
}
