//! Names and values of headers, checked.

use http::header::InvalidHeaderValue;
use http::{HeaderName, HeaderValue};

use crate::error::BuildErrorKind;
use crate::secret::wiped::shared;

pub(crate) fn header_name(name: &str) -> Result<HeaderName, BuildErrorKind> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| BuildErrorKind::HeaderName { header: name.to_owned() })
}

/// Tells whether a header would lose a part of its value (RFC 9110, section 5.5).
pub(crate) fn has_blank_at_an_end(value: &[u8]) -> bool {
    [value.first(), value.last()].into_iter().flatten().any(|byte| matches!(byte, b' ' | b'\t'))
}

pub(crate) fn header_value(
    name: &str,
    value: &str,
    secret: bool,
) -> Result<HeaderValue, BuildErrorKind> {
    let refused = || BuildErrorKind::HeaderValue { header: name.to_owned() };
    if !value.is_ascii() || has_blank_at_an_end(value.as_bytes()) {
        return Err(refused());
    }
    let value = if secret { sensitive(value.as_bytes().to_vec()) } else { value.parse() };
    value.map_err(|_| refused())
}

/// Makes a header of a secret, which is not shown and is wiped in the end.
pub(crate) fn sensitive(value: Vec<u8>) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(shared(value))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::wiped::count;

    #[test]
    fn secret_is_wiped_and_not_shown() {
        let value = header_value("X-Key", "s3cret", true).unwrap();
        assert_eq!((value.as_bytes(), &*format!("{value:?}")), (&b"s3cret"[..], "Sensitive"));
        assert_eq!(count::of(|| drop(value)), 1);
        let value = header_value("X-Name", "word", false).unwrap();
        assert_eq!((value.as_bytes(), &*format!("{value:?}")), (&b"word"[..], "\"word\""));
    }

    #[test]
    fn secret_or_not_the_same_is_refused() {
        for value in [" a", "a\t", "a\r\nb", "a\u{7f}", "a\0", "ä"] {
            for secret in [true, false] {
                assert!(header_value("X-Name", value, secret).is_err(), "{value:?}");
            }
        }
        for value in ["", "a\tb", "~ !"] {
            for secret in [true, false] {
                assert_eq!(header_value("X-Name", value, secret).unwrap(), value);
            }
        }
    }
}
