//! The shape of a token response: that of the RFC, with the departures that the vendor is known for.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use crate::description::Endpoint;
use crate::stand_in::oauth::settings::seconds;
use crate::stand_in::refusal::json_response;

/// What was issued.
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: Duration,
    pub(super) scope: Option<String>,
}

/// Writes a token response ([RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
pub(super) fn shaped(
    endpoint: &'static Endpoint,
    issued: &Issued,
    deviates: bool,
) -> http::Response<Bytes> {
    let known = |name: &str| deviates && endpoint.deviations().contains(&name);
    let mut body = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        body.extend(value.map(|value| (name.to_owned(), value)));
    };
    set("access_token", Some(issued.access_token.clone().into()));
    set("token_type", (!known("token_type_absent")).then(|| "Bearer".into()));
    set("expires_in", expires_in(issued.expires_in, known));
    set("scope", scope(issued.scope.as_deref(), known));
    set(
        "refresh_token",
        match &issued.refresh_token {
            Some(token) => Some(token.clone().into()),
            None if known("refresh_token_empty") => Some("".into()),
            None if known("refresh_token_null") => Some(Value::Null),
            None => None,
        },
    );
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

fn scope(scope: Option<&str>, known: impl Fn(&str) -> bool) -> Option<Value> {
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
        scope.into()
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
