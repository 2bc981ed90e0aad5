//! The shape of a token response: that of the RFC, with the departures that the vendor is known for.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use crate::description::{Endpoint, Literal, TimeFormat, TokenMember, TokenPlace};
use crate::stand_in::oauth::server::put;
use crate::stand_in::oauth::settings::{later, seconds};
use crate::stand_in::refusal::json_response;

/// What was issued.
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: Duration,
    pub(super) scope: Option<String>,
    pub(super) at: SystemTime,
}

/// Writes a token response ([RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
pub(super) fn shaped(
    endpoint: &'static Endpoint,
    issued: &Issued,
    deviates: bool,
) -> http::Response<Bytes> {
    let known = |name: &str| deviates && endpoint.deviations().contains(&name);
    let (separator, now) = (endpoint.scope_separator().unwrap_or(" "), issued.at);
    let mut body = Map::new();
    let mut set = |member: TokenMember, usual: &'static str, value: Option<Value>| {
        let Some(value) = value else { return };
        let places = endpoint.token().map_or(&[][..], |token| token.places());
        match places.iter().find(|place| place.member() == member) {
            Some(place) => put(&mut body, place.place(), value),
            None => put(&mut body, &[usual], value),
        }
    };
    set(TokenMember::AccessToken, "access_token", Some(issued.access_token.clone().into()));
    let token_type = (!known("token_type_absent")).then(|| "Bearer".into());
    set(TokenMember::Kind, "token_type", token_type);
    let places = endpoint.token().map_or(&[][..], |token| token.places());
    let format_of = |member: TokenMember| {
        places.iter().find(|place| place.member() == member).map(TokenPlace::time)
    };
    if let Some(format) = format_of(TokenMember::ExpiresAt) {
        let until = moment(later(now, issued.expires_in), format);
        set(TokenMember::ExpiresAt, "expires_at", Some(until));
    } else {
        let lifetime = match format_of(TokenMember::ExpiresIn) {
            Some(TimeFormat::Milliseconds) => issued.expires_in.saturating_mul(1000),
            _ => issued.expires_in,
        };
        set(TokenMember::ExpiresIn, "expires_in", expires_in(lifetime, known));
    }
    set(TokenMember::Scope, "scope", scope(issued.scope.as_deref(), separator, known));
    let refresh_token = match &issued.refresh_token {
        Some(token) => Some(token.clone().into()),
        None if known("refresh_token_empty") => Some("".into()),
        None if known("refresh_token_null") => Some(Value::Null),
        None => None,
    };
    set(TokenMember::RefreshToken, "refresh_token", refresh_token);
    // What says that it is no refusal.
    if let Some((refusal, except)) = endpoint.refusal().and_then(|it| Some((it, it.except()?))) {
        let value = match except {
            Literal::Text(text) => text.into(),
            Literal::Unquoted(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        };
        put(&mut body, refusal.member(), value);
    }
    let status = if known("status_201") { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = json_response(status, &Value::Object(body.clone()));
    let headers = response.headers_mut();
    if known("no_store_absent") {
        headers.remove(CACHE_CONTROL);
    }
    if known("content_type") {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    if known("form_encoded") {
        let label = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, label);
        *response.body_mut() = form(&body);
    }
    response
}

fn expires_in(lifetime: Duration, known: impl Fn(&str) -> bool) -> Option<Value> {
    if known("expires_in_absent") {
        return None;
    }
    let seconds = seconds(lifetime);
    Some(if known("expires_in_string") {
        seconds.to_string().into()
    } else if known("expires_in_float") {
        lifetime.as_secs_f64().into()
    } else if known("expires_in_unreadable") {
        Value::Null
    } else {
        seconds
    })
}

/// A moment as it is written.
fn moment(time: SystemTime, format: TimeFormat) -> Value {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    match format {
        TimeFormat::Seconds => since.as_secs().into(),
        TimeFormat::Milliseconds => u64::try_from(since.as_millis()).unwrap_or(u64::MAX).into(),
        TimeFormat::Iso8601 => date_and_time(since.as_secs()).into(),
    }
}

/// Date and time of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339), from the seconds since the beginning of 1970 (UTC).
fn date_and_time(seconds: u64) -> String {
    let (mut days, second) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        (days, year) = (days - length, year + 1);
    }
    let mut month = 1;
    for length in [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    {
        if days < length {
            break;
        }
        (days, month) = (days - length, month + 1);
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1)
}

fn scope(scope: Option<&str>, separator: &str, known: impl Fn(&str) -> bool) -> Option<Value> {
    let Some(scope) = scope else {
        let is_null = known("scope_null").then_some(Value::Null);
        return is_null.or_else(|| known("scope_empty").then(|| "".into()));
    };
    let items: Vec<&str> = scope.split_whitespace().collect();
    Some(if known("scope_array") {
        items.into()
    } else if known("scope_commas") {
        items.join(",").into()
    } else if known("scope_blanks") {
        format!("{scope} ").into()
    } else {
        items.join(separator).into()
    })
}

fn form(body: &Map<String, Value>) -> Bytes {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in body {
        match value {
            Value::Null => {}
            Value::String(text) => drop(form.append_pair(name, text)),
            other => drop(form.append_pair(name, &other.to_string())),
        }
    }
    form.finish().into()
}

#[cfg(test)]
mod tests {
    use super::date_and_time;

    #[test]
    fn moments_are_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_735_689_600, "2025-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(date_and_time(seconds), expected);
        }
    }
}
