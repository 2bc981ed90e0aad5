//! Callbacks and headers.

use std::time::{Duration, SystemTime};

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use oauth_runtime::{Callback, Challenge, ExposeSecret, LONGEST_RETRY_AFTER, State};

use super::{assert_one_line, decoders};

const STATE: &str = "state-of-this-request";
const REDIRECT_URI: &str = "https://app.example/cb";

/// Reads the bytes as a callback, in the query and in the fragment.
pub fn callback(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let state = State::from_string(STATE);
    for in_fragment in [false, true] {
        let any = Callback::new(&state);
        let any = if in_fragment { any.fragment() } else { any };
        let there = any.clone().redirect_uri(REDIRECT_URI).issuer("https://as.example");
        match (any.code(&text), there.code(&text)) {
            (Ok(code), there) => {
                let secret = code.code().expose_secret();
                assert!(
                    !secret.is_empty() && secret.bytes().all(|byte| matches!(byte, b' '..=b'~'))
                );
                assert!(has_the_state(&text, in_fragment), "{text:?}");
                assert!(!format!("{code:?}").contains('\n'));
                if let Ok(there) = there {
                    assert_eq!(there.code().expose_secret(), secret);
                    assert!(there.iss().is_none_or(|issuer| issuer == "https://as.example"));
                    if let Ok(url) = url::Url::parse(text.trim()) {
                        assert_eq!(
                            (url.scheme(), url.host_str(), url.path()),
                            ("https", Some("app.example"), "/cb")
                        );
                    }
                }
                let scope = code.scope().map(|scope| scope.as_str().to_owned());
                let mut written = url::form_urlencoded::Serializer::new(String::new());
                written.append_pair("code", secret).append_pair("state", STATE);
                written
                    .extend_pairs(scope.iter().filter(|it| !it.is_empty()).map(|it| ("scope", it)));
                written.extend_pairs(code.iss().map(|issuer| ("iss", issuer)));
                written.extend_pairs(code.parameters());
                let written = written.finish();
                let again = any.code(&if in_fragment {
                    format!("#{written}")
                } else {
                    format!("?{written}")
                });
                let again = again.unwrap();
                assert_eq!(again.code().expose_secret(), secret);
                assert_eq!(again.iss(), code.iss());
                assert!(again.parameters().eq(code.parameters()));
            }
            (Err(error), there) => {
                assert_one_line(&error.to_string());
                assert!(there.is_err(), "stricter, and taken all the same: {text:?}");
            }
        }
    }
}

/// Tells whether a callback, split by other rules than the runtime's, has the state once.
fn has_the_state(text: &str, in_fragment: bool) -> bool {
    let (before, fragment) = text.trim().split_once('#').unwrap_or((text.trim(), ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    // A bare query or fragment has no mark in front of it.
    let places = if in_fragment { [fragment, before] } else { [query, before] };
    places.into_iter().any(|place| {
        let states =
            url::form_urlencoded::parse(place.as_bytes()).filter(|(name, _)| name == "state");
        states.map(|(_, value)| value).collect::<Vec<_>>() == [STATE]
    })
}

/// Reads each line as one `WWW-Authenticate`; what is read, written down, reads the same.
pub fn challenge(data: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(WWW_AUTHENTICATE, value);
        }
    }
    let challenges = Challenge::parse_all(&headers);
    let mut written = HeaderMap::new();
    for challenge in &challenges {
        assert!(!format!("{challenge:?}").contains('\n'));
        let parameters = challenge.parameters().map(|(name, value)| {
            format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        });
        let parameters = challenge.token68().map(str::to_owned).into_iter().chain(parameters);
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let line = format!("{} {parameters}", challenge.scheme());
        written.append(WWW_AUTHENTICATE, HeaderValue::from_bytes(line.as_bytes()).unwrap());
    }
    assert_eq!(Challenge::parse_all(&written), challenges);
}

/// Reads the bytes as `Retry-After`; what is read, written down, reads the same.
pub fn retry_after(data: &[u8]) {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    let read = |value: &[u8]| {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_bytes(value).ok()?)]);
        oauth_runtime::retry_after(&headers, now)
    };
    let delay = read(data);
    if let Some(delay) = delay {
        assert!(delay <= LONGEST_RETRY_AFTER);
        assert_eq!(delay.subsec_nanos(), 0);
        assert_eq!(read(delay.as_secs().to_string().as_bytes()), Some(delay));
        assert_eq!(read(decoders::date(784_111_777 + delay.as_secs()).as_bytes()), Some(delay));
    }
    let is_number = !data.is_empty() && data.iter().all(u8::is_ascii_digit);
    if is_number {
        let number =
            std::str::from_utf8(data).unwrap().parse().map_or(u64::MAX, |number: u64| number);
        assert_eq!(delay, Some(Duration::from_secs(number).min(LONGEST_RETRY_AFTER)));
    }
    if let [b'-', digits @ ..] = data
        && digits.iter().all(u8::is_ascii_digit)
    {
        assert_eq!(delay, None, "no delay is negative");
    }
}
