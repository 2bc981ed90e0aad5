//! Answers with a canary in every secret member, and servers that repeat all they were sent, in whatever place an answer
//! has.

use oauth_tests::{Response, Seen};
use serde_json::{Map, Value, json};

use crate::canary::{plain, text};

/// The secret members of the vendors' models, by their names on the wire.
pub(crate) const MEMBERS: [&str; 7] = [
    "access_token",
    "refresh_token",
    "client_secret",
    "code",
    "device_code",
    "id_token",
    "registration_access_token",
];

/// An answer that every endpoint takes for a success, with a canary in every secret member.
pub(crate) fn success() -> Value {
    let token = json!({
        "access_token": plain("answer.access_token"),
        "refresh_token": plain("answer.refresh_token"),
        "token_type": "Bearer",
        "expires_in": 3600,
        "scopes": ["a"],
    });
    let client = json!({
        "client_id": "id",
        "client_secret": text("answer.client_secret"),
        "client_name": "n",
        "redirect_uris": ["r"],
    });
    let mut all = json!({
        "code": text("answer.code"),
        "state": "s",
        "scope": "a",
        "active": true,
        "successful": true,
        "oauth_token": token.clone(),
        "entities": [client.clone()],
        "id_token": text("answer.id_token"),
        "device_code": text("answer.device_code"),
        "registration_access_token": text("answer.registration_access_token"),
        "user_code": "u",
        "verification_uri": "v",
        "request_uri": "q",
        "sub": "p",
    });
    for part in [token, client] {
        all.as_object_mut().unwrap().append(&mut part.as_object().unwrap().clone());
    }
    all
}

/// Everything that a request says, as it came and decoded.
fn said(seen: &Seen) -> String {
    let body = String::from_utf8_lossy(&seen.body);
    let query = seen.query().unwrap_or_default();
    let mut said = vec![seen.target.clone(), body.to_string()];
    let members = serde_json::from_str::<Map<String, Value>>(&body);
    let form = if members.is_ok() { "" } else { &body };
    for encoded in [query, form] {
        for (name, value) in url::form_urlencoded::parse(encoded.as_bytes()) {
            said.push(format!("{name}={value}"));
        }
    }
    said.extend(members.iter().flat_map(Map::values).filter_map(Value::as_str).map(str::to_owned));
    for (_, value) in &seen.headers {
        said.push(value.clone());
        if let Some(encoded) = value.strip_prefix("Basic ") {
            let decoded = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, encoded);
            said.push(String::from_utf8(decoded.unwrap()).unwrap());
        }
    }
    said.join(" ")
}

/// What a header can carry of it.
fn for_header(said: &str) -> String {
    said.chars().filter(|character| !character.is_control()).collect()
}

fn for_html(said: &str) -> String {
    said.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn for_url(said: &str) -> String {
    url::form_urlencoded::byte_serialize(said.as_bytes()).collect()
}

fn quoted(said: &str) -> String {
    format!("\"{}\"", for_header(said).replace('\\', "\\\\").replace('"', "\\\""))
}

fn json(status: u16, body: &Value) -> Response {
    Response::json(status, body.to_string())
}

type Answer = fn(&str) -> Response;

/// The ways to repeat it.
pub(crate) const WAYS: [(&str, Answer); 21] = [
    ("success", |said| {
        json(200, &success())
            .header("Set-Cookie", for_header(said))
            .header("X-Echo", for_header(said))
    }),
    ("created", |_| json(201, &success()).header("Location", "/c4n4ry.answer.location")),
    ("documented redirect", |said| {
        let secret = plain("answer.location");
        let said = for_url(said);
        let location =
            format!("https://{secret}:{secret}@app.example/{secret}/{said}?code={secret}#{secret}");
        Response::redirect(302, &location)
    }),
    ("redirect by path", |said| {
        Response::redirect(307, &format!("/{}?{}", for_url(said), for_url(said)))
    }),
    ("redirect as it came", |said| Response::redirect(303, &for_header(said))),
    ("not modified", |said| Response::new(304).header("ETag", for_header(said))),
    ("error members", |said| {
        let members =
            ["error_description", "error_uri", "message", "refresh_token", "developer_message"];
        let mut body = json!({"error": "invalid_request"});
        for name in members {
            body[name] = json!(said);
        }
        json(400, &body)
    }),
    ("error code", |said| json(400, &json!({"error": said}))),
    ("error code, many times over", |said| json(401, &json!({"error": said.repeat(20)}))),
    ("error inside a success", |said| {
        json(200, &json!({"error": said, "error_description": said}))
    }),
    ("error object inside a success", |said| json(200, &json!({"error": {"message": said}}))),
    ("error form", |said| {
        let body = format!("error={0}&error_description={0}", for_url(said));
        Response::new(400).header("Content-Type", "application/x-www-form-urlencoded").body(body)
    }),
    ("form with 200", |said| {
        let body = format!("error={0}&error_description={0}", for_url(said));
        Response::new(200).header("Content-Type", "application/x-www-form-urlencoded").body(body)
    }),
    ("page", |said| Response::html(500, format!("<p>{}</p>", for_html(said)))),
    ("page of its own type", |said| {
        let kind = format!("text/html; said={}", quoted(said));
        Response::new(200).header("Content-Type", kind).body(format!("<p>{}</p>", for_html(said)))
    }),
    ("challenge", |said| {
        let value = quoted(said);
        let challenge = format!("Bearer error={value}, error_description={value}, realm={value}");
        Response::new(401).header("WWW-Authenticate", challenge)
    }),
    ("challenge as it came", |said| {
        Response::new(401).header("WWW-Authenticate", for_header(said))
    }),
    ("names of members", |said| json(200, &json!({said: {said: said}}))),
    ("a text", |said| json(200, &json!(said))),
    ("a list", |said| json(200, &json!([said, said]))),
    ("cut off", |said| json(200, &json!({"access_token": said})).cut_after(30)),
];

/// The answer of this way.
pub(crate) fn answer(way: Answer, seen: &Seen) -> Response {
    way(&said(seen))
}
