//! A request taken apart: the names and values in each of its places.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, request};
use percent_encoding::percent_decode_str;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::body::media_type;
use crate::description::{BodyKind, Endpoint, ParameterLocation};
use crate::secret::{ExposeSecret, SecretString};

/// A value that came with a request.
#[derive(Clone, Debug)]
pub(crate) enum Sent {
    Text(SecretString),
    Json(Value),
}

impl Sent {
    pub(crate) fn text(text: impl Into<SecretString>) -> Self {
        Self::Text(text.into())
    }

    /// Adds an item to a list that is sent by repeating its name; in JSON it comes as a list.
    pub(crate) fn push(list: &mut Option<Self>, item: Self) {
        let item = match item {
            Self::Text(text) => Value::from(text.expose_secret()),
            Self::Json(value) => value,
        };
        match (list, item) {
            (Some(Self::Json(Value::Array(items))), item) => items.push(item),
            (list, items @ Value::Array(_)) => *list = Some(Self::Json(items)),
            (list, item) => *list = Some(Self::Json(Value::Array(vec![item]))),
        }
    }
}

/// One name with its value, and where it was.
pub(crate) struct Item {
    pub(crate) location: ParameterLocation,
    pub(crate) name: String,
    pub(crate) value: Sent,
    /// It is a member of JSON, where a list is one value.
    pub(crate) is_json: bool,
}

/// What cannot be read of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    Query,
    Cookie,
    Body,
    /// The body has a type that is not declared.
    ContentType,
    /// There is a body where none is declared.
    Unexpected,
}

/// Takes query, cookies and body apart. What cannot be read is told; the rest is there.
pub(crate) fn apart(
    endpoint: &Endpoint,
    head: &request::Parts,
    body: &[u8],
) -> (Vec<Item>, Vec<Unreadable>) {
    let (mut items, mut unreadable) = (Vec::new(), Vec::new());
    let mut take = |location, pairs: Option<Vec<(String, String)>>, what| match pairs {
        None => unreadable.push(what),
        Some(pairs) => items.extend(pairs.into_iter().map(|(name, value)| Item {
            location,
            name,
            value: Sent::text(value),
            is_json: false,
        })),
    };
    let query = head.uri.query().unwrap_or_default();
    take(ParameterLocation::Query, form(query), Unreadable::Query);
    take(ParameterLocation::Cookie, cookies(&head.headers), Unreadable::Cookie);
    match kind_of(endpoint, &head.headers, body) {
        Err(what) => unreadable.push(what),
        Ok(None) => {}
        Ok(Some(BodyKind::Form)) => {
            let pairs = std::str::from_utf8(body).ok().and_then(form);
            take(ParameterLocation::Body, pairs, Unreadable::Body);
        }
        Ok(Some(BodyKind::Json)) => match json(endpoint, body) {
            None => unreadable.push(Unreadable::Body),
            Some(members) => items.extend(members),
        },
    }
    (items, unreadable)
}

/// The kind of a body by its type, if there is one.
fn kind_of(
    endpoint: &Endpoint,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<BodyKind>, Unreadable> {
    if endpoint.bodies().is_empty() {
        return if body.is_empty() { Ok(None) } else { Err(Unreadable::Unexpected) };
    }
    let given = media_type(headers);
    if given.is_empty() && body.is_empty() {
        return Ok(None);
    }
    let mut kinds = endpoint.bodies().iter().copied();
    let kind = kinds.find(|kind| given.eq_ignore_ascii_case(kind.content_type()));
    kind.map(Some).ok_or(Unreadable::ContentType)
}

/// The members of a JSON object, or the whole value where it is one parameter.
fn json(endpoint: &Endpoint, body: &[u8]) -> Option<Vec<Item>> {
    let whole = endpoint
        .parameters()
        .iter()
        .find(|parameter| parameter.location() == ParameterLocation::WholeBody);
    if let Some(whole) = whole {
        let value = Sent::Json(serde_json::from_slice(body).ok()?);
        let name = whole.name().to_owned();
        return Some(vec![Item {
            location: ParameterLocation::WholeBody,
            name,
            value,
            is_json: true,
        }]);
    }
    let Members(members) = serde_json::from_slice(body).ok()?;
    let item = |(name, value)| {
        let value = match value {
            Value::String(text) => Sent::text(text),
            other => Sent::Json(other),
        };
        Item { location: ParameterLocation::Body, name, value, is_json: true }
    };
    Some(members.into_iter().map(item).collect())
}

/// The members of an object, those that came twice, too.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// Takes a form apart; nothing where an escape is broken or the text is not UTF-8.
pub(crate) fn form(text: &str) -> Option<Vec<(String, String)>> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        has_whole_escapes(&text).then_some(())?;
        percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned)
    };
    let fields = text.split('&').filter(|field| !field.is_empty());
    let pair = |field: &str| {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        Some((decoded(name)?, decoded(value)?))
    };
    fields.map(pair).collect()
}

fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// [RFC 6265, section 5.4](https://www.rfc-editor.org/rfc/rfc6265#section-5.4)
fn cookies(headers: &HeaderMap) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for line in headers.get_all(COOKIE) {
        for pair in line.to_str().ok()?.split(';') {
            let (name, value) = pair.trim().split_once('=')?;
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    Some(pairs)
}

/// What a request authenticates with by its `Authorization`.
pub(crate) enum Authorization {
    None,
    Basic {
        username: String,
        password: SecretString,
    },
    Bearer(SecretString),
    /// Another scheme, by its name.
    Prefixed(String),
    /// It cannot be read.
    Other,
}

impl Authorization {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        let Some(line) = lines.next() else { return Self::None };
        let read = || {
            let (scheme, rest) = line.to_str().ok()?.split_once(' ')?;
            if scheme.eq_ignore_ascii_case("bearer") {
                let is_token = |byte: u8| byte.is_ascii_graphic();
                let is_one = !rest.is_empty() && rest.bytes().all(is_token);
                return is_one.then(|| Self::Bearer(rest.into()));
            }
            if !scheme.eq_ignore_ascii_case("basic") {
                return Some(Self::Prefixed(scheme.to_owned()));
            }
            let plain = STANDARD.decode(rest.trim()).ok()?;
            let (username, password) = std::str::from_utf8(&plain).ok()?.split_once(':')?;
            Some(Self::Basic { username: username.to_owned(), password: password.into() })
        };
        match lines.next() {
            None => read().unwrap_or(Self::Other),
            Some(_) => Self::Other,
        }
    }
}
