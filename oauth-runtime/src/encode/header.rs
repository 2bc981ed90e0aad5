//! Names and values of headers, checked.

use http::{HeaderName, HeaderValue};

use crate::error::BuildErrorKind;

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
    let mut value = HeaderValue::from_str(value).map_err(|_| refused())?;
    value.set_sensitive(secret);
    Ok(value)
}
