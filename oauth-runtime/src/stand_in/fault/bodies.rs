//! Good answers, changed in one point each.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use crate::stand_in::fault::named::Fault;

/// How deep JSON is nested that nobody can read.
const DEPTH: usize = 100_000;

/// A response of this type.
pub(super) fn labelled(
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Bytes,
) -> http::Response<Bytes> {
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(content_type.map(|it| (CONTENT_TYPE, HeaderValue::from_static(it))));
    response
}

/// The answer with another body, another label or another status, where that is the fault.
pub(super) fn changed(
    fault: &Fault,
    good: &http::Response<Bytes>,
) -> Option<http::Response<Bytes>> {
    if let Some(changed) = member(fault, good) {
        return Some(json_bytes(StatusCode::OK, changed));
    }
    let ok = StatusCode::OK;
    let body = object(good);
    let text = body.to_string();
    let as_json = |text: String| json_bytes(ok, text.into_bytes());
    let as_other = |label| Some(labelled(ok, label, Bytes::from(text.clone())));
    Some(match fault {
        Fault::NestedDeep => as_json("[".repeat(DEPTH)),
        Fault::NestedInUnusedMember => {
            json_bytes(ok, with(&body, format!("\"x\":{}", "[".repeat(DEPTH)).as_bytes()))
        }
        Fault::BytesAfterTheValue => as_json(format!("{text} x")),
        Fault::TwoValues => as_json(text.repeat(2)),
        Fault::PrefixAgainstScripts => as_json(format!(")]}}'\n{text}")),
        Fault::List => as_json(format!("[{text}]")),
        Fault::JsonString => as_json("\"planted-echo\"".to_owned()),
        Fault::Null => as_json("null".to_owned()),
        Fault::PageWith200 => {
            labelled(ok, Some("text/html"), Bytes::from_static(b"<html>planted-echo"))
        }
        Fault::EmptyBody => labelled(ok, None, Bytes::new()),
        Fault::NoContent => labelled(StatusCode::NO_CONTENT, None, Bytes::new()),
        Fault::ByteOrderMark => as_json(format!("\u{feff}{text}")),
        Fault::InvalidUtf8InUnusedMember => json_bytes(ok, with(&body, b"\"x\":\"\xff\"")),
        Fault::UnusedMemberTwice => json_bytes(ok, with(&body, br#""x":1,"x":2"#)),
        Fault::PlainText => return as_other(Some("text/plain")),
        Fault::LabelledAsPage => return as_other(Some("text/html")),
        Fault::WithoutType => return as_other(None),
        Fault::VendorType => return as_other(Some("application/vnd.api+json")),
        Fault::TokenAsForm => form(&body),
        Fault::Status201 => json_bytes(StatusCode::CREATED, text.into_bytes()),
        Fault::SuccessWith400 => json_bytes(StatusCode::BAD_REQUEST, text.into_bytes()),
        Fault::GzipBomb => bomb(),
        _ => return None,
    })
}

/// The body with one member changed, where that is the fault.
fn member(fault: &Fault, good: &http::Response<Bytes>) -> Option<Vec<u8>> {
    let (name, value): (&str, &[u8]) = match fault {
        Fault::ExpiresInString => ("expires_in", br#""3600""#),
        Fault::ExpiresInFloat => ("expires_in", b"3600.0"),
        Fault::ExpiresInFraction => ("expires_in", b"3599.5"),
        Fault::ExpiresInZero => ("expires_in", b"0"),
        Fault::ExpiresInNegative => ("expires_in", b"-1"),
        Fault::ExpiresInHuge => ("expires_in", b"1000000000000000000"),
        Fault::ExpiresInBeyond64Bits => ("expires_in", b"18446744073709551617"),
        Fault::ExpiresInBeyondAll => ("expires_in", b"1e400"),
        Fault::ExpiresInNull => ("expires_in", b"null"),
        Fault::ExpiresInEmpty => ("expires_in", br#""""#),
        Fault::ExpiresInNever => ("expires_in", br#""never""#),
        Fault::ExpiresInBoolean => ("expires_in", b"true"),
        Fault::ExpiresInAbsent => ("expires_in", b""),
        Fault::TokenTypeAbsent => ("token_type", b""),
        Fault::TokenTypeNull => ("token_type", b"null"),
        Fault::TokenTypeInCapitals => ("token_type", br#""BEARER""#),
        Fault::TokenTypeVendorWord => ("token_type", br#""BearerToken""#),
        Fault::TokenTypeMac => ("token_type", br#""mac""#),
        Fault::ScopeList => ("scope", br#"["a","b"]"#),
        Fault::ScopeCommas => ("scope", br#""a,b""#),
        Fault::ScopeNull => ("scope", b"null"),
        Fault::RefreshTokenEmpty => ("refresh_token", br#""""#),
        Fault::RefreshTokenNull => ("refresh_token", b"null"),
        Fault::AccessTokenEmpty => ("access_token", br#""""#),
        Fault::AccessTokenNull => ("access_token", b"null"),
        Fault::AccessTokenNumber => ("access_token", b"7"),
        Fault::AccessTokenAbsent => ("access_token", b""),
        Fault::AccessTokenWithLineBreak => ("access_token", br#""planted-echo\r\nX: 1""#),
        Fault::AccessTokenWithSpace => ("access_token", br#""planted-echo x""#),
        Fault::AccessTokenBeyondAscii => ("access_token", "\"planted-echo-ä\"".as_bytes()),
        Fault::AccessTokenNotUtf8 => ("access_token", b"\"planted-echo-\xff\""),
        Fault::AccessTokenTwice => {
            ("access_token", br#""planted-echo","access_token":"planted-echo-2""#)
        }
        Fault::TokenUnderData => ("data", br#"{"access_token":"planted-echo"}"#),
        Fault::ErrorBesideToken => ("error", br#""access_denied""#),
        _ => return None,
    };
    let Value::Object(mut body) = object(good) else { return None };
    body.remove(name);
    if matches!(fault, Fault::TokenUnderData) {
        body.remove("access_token");
    }
    let body = Value::Object(body);
    if value.is_empty() {
        return Some(body.to_string().into_bytes());
    }
    Some(with(&body, &[b"\"", name.as_bytes(), b"\":", value].concat()))
}

/// The members of a good answer.
fn object(good: &http::Response<Bytes>) -> Value {
    match serde_json::from_slice(good.body()) {
        Ok(Value::Object(members)) => Value::Object(members),
        _ => Value::Object(Map::new()),
    }
}

/// An object with one member more, written as it is.
fn with(object: &Value, member: &[u8]) -> Vec<u8> {
    let mut text = object.to_string().into_bytes();
    text.pop();
    if text.len() > 1 {
        text.push(b',');
    }
    text.extend_from_slice(member);
    text.push(b'}');
    text
}

fn json_bytes(status: StatusCode, body: Vec<u8>) -> http::Response<Bytes> {
    labelled(status, Some("application/json"), body.into())
}

/// The texts and numbers of an object as a form.
fn form(object: &Value) -> http::Response<Bytes> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in object.as_object().unwrap_or(&Map::new()) {
        match value {
            Value::String(text) => form.append_pair(name, text),
            Value::Number(number) => form.append_pair(name, &number.to_string()),
            _ => &mut form,
        };
    }
    let label = Some("application/x-www-form-urlencoded");
    labelled(StatusCode::OK, label, form.finish().into())
}

/// A quarter of a gigabyte of spaces: after the head of a deflate stream (RFC 1951, section 3.2.7) whose code for 258 times the
/// byte before is two bits of zero.
fn bomb() -> http::Response<Bytes> {
    const HEAD: &[u8] = &[
        31, 139, 8, 0, 0, 0, 0, 0, 0, 255, 237, 192, 129, 0, 0, 0, 0, 128, 32, 149, 253, 41, 23,
        169,
    ];
    const TAIL: &[u8] = &[128, 1, 247, 78, 100, 190, 127, 255, 255, 15];
    const ZEROS: usize = 260_111;
    let body = [HEAD, &vec![0; ZEROS], TAIL].concat();
    let mut response = json_bytes(StatusCode::OK, body);
    let gzip = HeaderValue::from_static("gzip");
    response.headers_mut().insert(http::header::CONTENT_ENCODING, gzip);
    response
}

/// An answer that is a success of nearly every endpoint, where nothing else was said.
pub(crate) fn usual() -> Value {
    json!({
        "access_token": "planted-access-token",
        "token_type": "Bearer",
        "expires_in": 3600,
        "active": true,
        "client_id": "stand-in",
        "client_secret": "planted-secret",
        "entities": [],
        "oauth_token": { "access_token": "planted-access-token" },
    })
}
