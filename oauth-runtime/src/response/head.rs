//! The head of a response: in what its status and headers depart from the RFC.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::body::{is_read_as_form, media_type};
use crate::error::Received;
use crate::oauth::deviation::Deviation;

/// Returns in what the head of a success departs, where it comes with a token or with something else.
pub(crate) fn deviations(received: &Received, is_token: bool) -> Vec<Deviation> {
    let headers = &received.headers;
    let mut deviations = Vec::new();
    if !is_plain_json(headers) {
        note_types(received, is_token, &mut deviations);
    }
    if is_token {
        match received.status {
            StatusCode::OK => {}
            StatusCode::CREATED => deviations.push(Deviation::Status201),
            other => deviations.push(Deviation::StatusOther(other)),
        }
        if !forbids_storing(headers) {
            deviations.push(Deviation::NoStoreAbsent);
        }
    }
    deviations
}

/// Returns in what the head of a success departs that is a text.
pub(crate) fn deviations_of_text(received: &Received) -> Option<Deviation> {
    let mut types = received.headers.get_all(CONTENT_TYPE).iter().filter_map(text);
    types.any(names_another_charset).then_some(Deviation::Charset)
}

/// Tells whether the type is JSON and nothing else, as nearly all write it.
fn is_plain_json(headers: &HeaderMap) -> bool {
    const JSON: &[u8] = b"application/json";
    let mut types = headers.get_all(CONTENT_TYPE).iter().map(HeaderValue::as_bytes);
    let Some((kind, rest)) = types.next().and_then(|it| it.split_at_checked(JSON.len())) else {
        return false;
    };
    let is_utf8 = |it: &[u8]| it.trim_ascii_start().eq_ignore_ascii_case(b"charset=utf-8");
    (rest.is_empty() || rest.strip_prefix(b";").is_some_and(is_utf8))
        && kind.eq_ignore_ascii_case(JSON)
        && types.next().is_none()
}

/// Notes in what the type of a body departs.
fn note_types(received: &Received, is_token: bool, deviations: &mut Vec<Deviation>) {
    let Received { headers, body, endpoint, .. } = received;
    // A token is `application/json` (RFC 6749, section 5.1); other types may be JSON by their suffix.
    let may_have_a_suffix = !is_token && endpoint.token().is_none();
    if !is_json_type(media_type(headers), may_have_a_suffix)
        && !is_read_as_form(headers, body, is_token)
    {
        deviations.push(Deviation::ContentType);
    }
    if names_several_types(headers) {
        deviations.push(Deviation::ContentTypeRepeated);
    }
    if headers.get_all(CONTENT_TYPE).iter().filter_map(text).any(names_another_charset) {
        deviations.push(Deviation::Charset);
    }
}

/// Tells whether a type is JSON, by itself or by its suffix ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
fn is_json_type(media_type: &str, may_have_a_suffix: bool) -> bool {
    let suffix = || media_type.rsplit_once('+').map(|(_, suffix)| suffix);
    media_type.eq_ignore_ascii_case("application/json")
        || (may_have_a_suffix && suffix().is_some_and(|it| it.eq_ignore_ascii_case("json")))
}

fn names_several_types(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let first = types.next().and_then(text);
    types.next().is_some() || first.is_some_and(|first| parts(first, ',').count() > 1)
}

/// Tells whether a type names a charset that is neither UTF-8 nor a part of it.
fn names_another_charset(content_type: &str) -> bool {
    parts(content_type, ';').skip(1).any(|parameter| {
        let Some((name, value)) = parameter.split_once('=') else { return false };
        let value = value.trim().trim_matches('"');
        let is_known =
            ["utf-8", "utf8", "us-ascii"].iter().any(|it| value.eq_ignore_ascii_case(it));
        name.trim().eq_ignore_ascii_case("charset") && !is_known
    })
}

/// Tells whether the response must not be stored ([RFC 9111, section 5.2.2.5](https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5)).
fn forbids_storing(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CACHE_CONTROL).iter().filter_map(text);
    values.any(|value| {
        parts(value, ',').any(|directive| directive.trim().eq_ignore_ascii_case("no-store"))
    })
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// Takes the value of a header apart, but not inside quotes.
fn parts(value: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    value.split(move |character| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match character {
            '\\' if is_quoted => is_escaped = !was_escaped,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => return character == separator && !is_quoted,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(http::HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.clone(), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn storing_is_forbidden_by_its_directive() {
        for (values, expected) in [
            (&["no-store"][..], true),
            (&["No-Store"], true),
            (&["no-cache, no-store"], true),
            (&["private", "max-age=0,no-store"], true),
            (&[], false),
            (&["no-cache"], false),
            (&["no-store-ever"], false),
            (&["no-store=1"], false),
            (&[r#"private="a, no-store""#], false),
            (&[r#"private="\", no-store""#], false),
            (&[r#"private="a\\", no-store"#], true),
        ] {
            let pairs: Vec<_> = values.iter().map(|value| (CACHE_CONTROL, *value)).collect();
            assert_eq!(forbids_storing(&headers(&pairs)), expected, "{values:?}");
        }
    }

    #[test]
    fn several_types_are_several_headers_or_a_list() {
        for (values, expected) in [
            (&["application/json"][..], false),
            (&["application/json; charset=utf-8"], false),
            (&[r#"application/json; x="a, b""#], false),
            (&[], false),
            (&["application/json", "application/json"], true),
            (&["application/json, text/html"], true),
        ] {
            let pairs: Vec<_> = values.iter().map(|value| (CONTENT_TYPE, *value)).collect();
            assert_eq!(names_several_types(&headers(&pairs)), expected, "{values:?}");
        }
    }

    #[test]
    fn plain_json_is_written_as_such() {
        for (value, expected) in [
            ("application/json", true),
            ("Application/JSON;charset=UTF-8", true),
            ("application/json; charset=utf-8", true),
            ("application/json charset=utf-8", false),
            ("application/jsoncharset=utf-8", false),
            ("application/jsonx", false),
            ("application/json; charset=utf-16", false),
            ("application/json; charset=utf-8, text/html", false),
            ("text/html", false),
        ] {
            assert_eq!(is_plain_json(&headers(&[(CONTENT_TYPE, value)])), expected, "{value}");
        }
    }

    #[test]
    fn charset_is_utf_8_or_another() {
        for (value, expected) in [
            ("application/json", false),
            ("application/json;charset=UTF-8", false),
            (r#"application/json; charset="utf-8""#, false),
            ("application/json; CharSet=us-ascii", false),
            ("application/json; charset", false),
            ("application/json; charset=utf-16", true),
            ("application/json; a=b; charset=ISO-8859-1", true),
            (r#"application/json; charset="utf-16le""#, true),
            (r#"application/json; a="; charset=utf-16""#, false),
            ("application/json; charset=", true),
        ] {
            assert_eq!(names_another_charset(value), expected, "{value}");
        }
    }

    #[test]
    fn suffix_makes_json_where_it_may() {
        for (media_type, plain, with_suffix) in [
            ("application/json", true, true),
            ("Application/JSON", true, true),
            ("application/scim+json", false, true),
            ("application/jwk-set+json", false, true),
            ("application/vnd.api+JSON", false, true),
            ("application/token-introspection+jwt", false, false),
            ("application/jsonx", false, false),
            ("text/json", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_json_type(media_type, false), plain, "{media_type}");
            assert_eq!(is_json_type(media_type, true), with_suffix, "{media_type}");
        }
    }
}
