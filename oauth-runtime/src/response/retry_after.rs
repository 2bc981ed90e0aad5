//! How long a server asks to wait before the next request.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The longest delay that is taken from a server: 24 hours.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads `Retry-After`: how long to wait from `now` on.
///
/// [RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
///
/// Seconds and dates are understood, and what some servers make of them: a fraction of a second is rounded up, and the
/// name of the header repeated in its value (`Retry-After: Retry-After: 30`) is passed over. A date in the past is
/// zero. More than [`LONGEST_RETRY_AFTER`] becomes just that. Anything else, a negative number too, is as good as no
/// header; of several headers the first that is understood counts.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
/// use oauth_runtime::retry_after;
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(retry_after(&headers, SystemTime::UNIX_EPOCH), None);
///
/// headers.insert(RETRY_AFTER, HeaderValue::from_static("30"));
/// assert_eq!(retry_after(&headers, SystemTime::UNIX_EPOCH), Some(Duration::from_secs(30)));
/// ```
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .find_map(|value| delay(value.to_str().ok()?, now))
        .map(|delay| delay.min(LONGEST_RETRY_AFTER))
}

fn delay(text: &str, now: SystemTime) -> Option<Duration> {
    let text = without_name(text.trim());
    if let Some(seconds) = seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

/// Takes a repeated `Retry-After:` off.
fn without_name(text: &str) -> &str {
    match text.split_once(':') {
        Some((name, rest)) if name.trim_end().eq_ignore_ascii_case("retry-after") => {
            rest.trim_start()
        }
        _ => text,
    }
}

/// Reads digits, with or without a fraction; too many of them are the greatest number.
fn seconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let part = u64::from(fraction.bytes().any(|byte| byte != b'0'));
    Some(whole.parse().unwrap_or(u64::MAX).saturating_add(part))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const NOW: u64 = 784_111_777;

    fn read(values: &[&[u8]]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap());
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        retry_after(&headers, now).map(|delay| delay.as_secs())
    }

    #[test]
    fn forms_of_one_header() {
        for (value, expected) in [
            ("0", Some(0)),
            ("30", Some(30)),
            (" 30 ", Some(30)),
            ("0030", Some(30)),
            ("1.5", Some(2)),
            ("30.000", Some(30)),
            ("Retry-After: 30", Some(30)),
            ("retry-after:30", Some(30)),
            ("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:50:37 1994", Some(60)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sun, 06 Nov 1988 08:49:37 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400)),
            ("86400", Some(86_400)),
            ("86401", Some(86_400)),
            ("1000000000000", Some(86_400)),
            ("18446744073709551615.5", Some(86_400)),
            ("99999999999999999999999999999999", Some(86_400)),
            ("-1", None),
            ("-0", None),
            ("+5", None),
            ("", None),
            (".", None),
            ("5.", None),
            (".5", None),
            ("1.2.3", None),
            ("30s", None),
            ("30, 60", None),
            ("soon", None),
            ("1e3", None),
            ("Retry-After:", None),
            ("Sun, 99 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994", None),
            ("é", None),
        ] {
            assert_eq!(read(&[value.as_bytes()]), expected, "{value}");
        }
    }

    #[test]
    fn several_headers_and_none() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[b"soon", b"\xff", b"7", b"9"]), Some(7));
    }
}
