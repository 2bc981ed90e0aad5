//! Answers: a complete response, judged by its endpoint's declaration and read as the declared type.

use std::any::{Any, TypeId};
use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, Visitor};
use url::Url;

use crate::api::Endpoint;
use crate::deviation::Deviation;
use crate::error::{Error, JsonError, Received, Refused, Unexpected, UnexpectedReason};
use crate::redact::Secrets;
use crate::redirect::{Redirect, RedirectOr};
use crate::token::{self, Token, TokenError};

/// A successful answer with everything that came with it.
#[non_exhaustive]
#[derive(Clone)]
pub struct Answer<T> {
    /// The status, a success as the endpoint declares it.
    pub status: StatusCode,
    /// The headers. They may hold secrets.
    pub headers: HeaderMap,
    /// The value.
    pub value: T,
}

impl<T: std::fmt::Debug> std::fmt::Debug for Answer<T> {
    /// Shows the names of the headers only: their values may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("value", &self.value)
            .finish()
    }
}

/// A complete response and what is known of its call.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reply {
    received: Received,
    url: Url,
}

/// What a call was, as far as its answer is judged by it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) url: Url,
    pub(crate) single_use: bool,
    pub(crate) secrets: Secrets,
}

impl Reply {
    /// Judges the status, and an `error` inside a success.
    pub(crate) fn judge(response: http::Response<Bytes>, asked: Asked) -> Result<Self, Error> {
        let (parts, body) = response.into_parts();
        let received = Received {
            endpoint: asked.endpoint,
            status: parts.status,
            retry_after: crate::retry_after::retry_after(&parts.headers, token::now()),
            headers: parts.headers,
            body,
            single_use: asked.single_use,
            secrets: asked.secrets,
        };
        let status = received.status;
        if status.is_client_error() || status.is_server_error() {
            return Err(Refused::new(received).into());
        }
        if status.is_redirection() && !asked.endpoint.answer().is_redirect() {
            let target = received.headers.get(http::header::LOCATION);
            let target = target.and_then(|target| target.to_str().ok());
            let target = target.and_then(|target| asked.url.join(target).ok());
            let target = target.map(|target| target.origin().ascii_serialization());
            let target = target.map(|target| received.secrets.redact(target));
            return Err(Unexpected::new(received, UnexpectedReason::Redirect { target }).into());
        }
        if !status.is_success() && !status.is_redirection() {
            return Err(Unexpected::new(received, UnexpectedReason::Status).into());
        }
        if status.is_success()
            && (tells_an_error(&received.body) || tells_an_error_as_form(&received))
        {
            return Err(Refused::new(received).into());
        }
        Ok(Self { received, url: asked.url })
    }

    fn parts(mut self) -> (StatusCode, HeaderMap) {
        (self.received.status, std::mem::take(&mut self.received.headers))
    }
}

/// Tells whether a JSON body has a member `error` with a text or with details in it (what a vendor may say inside a 200).
fn tells_an_error(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Told {
        #[serde(default)]
        error: Option<serde_json::Value>,
    }
    if !body.windows(7).any(|window| window == b"\"error\"") || is_list(body) {
        return false;
    }
    serde_json::from_slice::<Told>(without_bom(body)).is_ok_and(|told| match told.error {
        Some(serde_json::Value::String(error)) => !error.is_empty(),
        Some(serde_json::Value::Object(details)) => !details.is_empty(),
        _ => false,
    })
}

/// Tells whether a form-encoded body has an `error` with a text in it.
fn tells_an_error_as_form(received: &Received) -> bool {
    let is_error =
        |(name, value): (Cow<'_, str>, Cow<'_, str>)| name == "error" && !value.is_empty();
    is_form(&received.headers) && url::form_urlencoded::parse(&received.body).any(is_error)
}

/// Tells whether the type of a body says that it is form-encoded.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn media_type(headers: &HeaderMap) -> &str {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim()
}

/// Takes a byte order mark off.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Reads JSON, and refuses a list where the type is a struct: serde would take its items for the fields, in their order.
pub(crate) fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    let body = without_bom(body);
    if is_list(body) && is_struct::<T>() {
        return match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body) {
            Err(error) => Err(error),
            Ok(_) => Err(serde::de::Error::custom("expected an object")),
        };
    }
    serde_json::from_slice(body)
}

fn is_list(body: &[u8]) -> bool {
    without_bom(body).trim_ascii_start().first() == Some(&b'[')
}

/// Tells whether a type reads itself as a struct.
fn is_struct<T: DeserializeOwned>() -> bool {
    let mut is_struct = false;
    drop(T::deserialize(Probe(&mut is_struct)));
    is_struct
}

/// Notes what a type asks for, and has nothing to give.
struct Probe<'a>(&'a mut bool);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("nothing to read"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = true;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Reads a value from a reply; [`Reply`] comes back with it for its status and headers.
#[doc(hidden)]
pub(crate) type Decode<T> = fn(Reply) -> Result<Answer<T>, Error>;

/// Ignores the body.
///
/// # Errors
///
/// None.
#[doc(hidden)]
pub fn read_nothing(reply: Reply) -> Result<Answer<()>, Error> {
    let (status, headers) = reply.parts();
    Ok(Answer { status, headers, value: () })
}

/// Reads the body as JSON, or as a form where its type says so.
///
/// # Errors
///
/// [`Error::Unexpected`] where it is something else.
#[doc(hidden)]
pub fn read_json<T: JsonAnswer>(reply: Reply) -> Result<Answer<T>, Error> {
    match read(&reply.received) {
        Ok(value) => {
            let (status, headers) = reply.parts();
            Ok(Answer { status, headers, value })
        }
        Err(reason) => Err(Unexpected::new(reply.received, reason).into()),
    }
}

/// Takes the `Location` of a redirect.
///
/// # Errors
///
/// [`Error::Unexpected`] where there is none.
#[doc(hidden)]
pub fn read_redirect(reply: Reply) -> Result<Answer<Redirect>, Error> {
    let location = reply.received.headers.get(http::header::LOCATION);
    let redirect = location
        .and_then(|location| Redirect::new(&reply.url, reply.received.status, location).ok());
    match redirect {
        Some(value) if reply.received.status.is_redirection() => {
            let (status, headers) = reply.parts();
            Ok(Answer { status, headers, value })
        }
        _ => Err(Unexpected::new(reply.received, UnexpectedReason::Location).into()),
    }
}

/// Takes the `Location` of a redirect, or ignores the body of a success.
///
/// # Errors
///
/// [`Error::Unexpected`] where a redirect has no target.
#[doc(hidden)]
pub fn read_redirect_or_nothing(reply: Reply) -> Result<Answer<RedirectOr<()>>, Error> {
    redirect_or(reply, read_nothing)
}

/// Takes the `Location` of a redirect, or reads the body of a success as JSON.
///
/// # Errors
///
/// [`Error::Unexpected`] where a redirect has no target or the body is something else.
#[doc(hidden)]
pub fn read_redirect_or_json<T: JsonAnswer>(reply: Reply) -> Result<Answer<RedirectOr<T>>, Error> {
    redirect_or(reply, read_json)
}

fn redirect_or<T>(reply: Reply, decode: Decode<T>) -> Result<Answer<RedirectOr<T>>, Error> {
    if reply.received.status.is_redirection() {
        let Answer { status, headers, value } = read_redirect(reply)?;
        return Ok(Answer { status, headers, value: RedirectOr::Redirect(value) });
    }
    let Answer { status, headers, value } = decode(reply)?;
    Ok(Answer { status, headers, value: RedirectOr::Answer(value) })
}

/// A type that an answer can be read as: anything that implements [`serde::Deserialize`] and owns its data.
#[diagnostic::on_unimplemented(
    message = "an answer cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from JSON",
    note = "help: derive `serde::Deserialize` for each type in it, and let it own its data"
)]
pub trait JsonAnswer: Sized + Send + 'static {
    #[doc(hidden)]
    fn read(text: &str) -> Result<Self, serde_json::Error>;

    #[doc(hidden)]
    fn read_form(body: &[u8]) -> Result<Self, serde_urlencoded::de::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> JsonAnswer for T {
    fn read(text: &str) -> Result<Self, serde_json::Error> {
        if is_list(text.as_bytes()) {
            parse_json(text.as_bytes())
        } else {
            serde_json::from_str(text)
        }
    }

    fn read_form(body: &[u8]) -> Result<Self, serde_urlencoded::de::Error> {
        serde_urlencoded::from_bytes(body)
    }
}

/// A type that the body of an error can be read as: anything that implements [`serde::Deserialize`] and owns its data.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an error body cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from JSON",
    note = "help: derive `serde::Deserialize` for each type in it, and let it own its data"
)]
pub trait ErrorBody {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> ErrorBody for T {}

fn read<T: JsonAnswer>(received: &Received) -> Result<T, UnexpectedReason> {
    if TypeId::of::<T>() == TypeId::of::<Token>() {
        // The one type that reads more than its text: what was departed from is kept with it.
        let token = read_token(received);
        let token = token.map_err(|error| error.map(|text| received.secrets.redact(text)));
        let token: Box<dyn Any> = Box::new(token.map_err(UnexpectedReason::Token)?);
        if let Ok(token) = token.downcast::<T>() {
            return Ok(*token);
        }
    }
    if is_form(&received.headers) {
        return T::read_form(&received.body).map_err(|_| UnexpectedReason::Form);
    }
    from_json(&received.body)
}

fn read_token(received: &Received) -> Result<Token, TokenError> {
    let now = token::now();
    if is_form(&received.headers) {
        return Token::from_form(&received.body, now);
    }
    let mut token = Token::from_json(&received.body, now)?;
    if !media_type(&received.headers).eq_ignore_ascii_case("application/json") {
        token.note(Deviation::ContentType);
    }
    if received.status == StatusCode::CREATED {
        token.note(Deviation::Status201);
    }
    Ok(token)
}

fn from_json<T: JsonAnswer>(body: &[u8]) -> Result<T, UnexpectedReason> {
    let body = without_bom(body);
    let other = |error: &serde_json::Error| UnexpectedReason::Json(JsonError::new(error));
    match std::str::from_utf8(body) {
        Ok(text) => T::read(text).map_err(|error| other(&error)),
        Err(error) => Err(match serde_json::from_slice::<IgnoredAny>(body) {
            Err(syntax) => other(&syntax),
            Ok(_) => UnexpectedReason::NotUtf8(error),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_json, tells_an_error};

    #[test]
    fn list_is_not_taken_for_a_struct() {
        #[derive(Debug, serde::Deserialize)]
        struct Token {
            access_token: String,
        }
        let token: Token = parse_json(br#"{"access_token":"a"}"#).unwrap();
        assert_eq!(token.access_token, "a");
        for list in [r#"["a"]"#, " \n[\"a\"]", "[]", "[", "\u{feff}[\"a\"]"] {
            let error = parse_json::<Token>(list.as_bytes()).unwrap_err();
            assert!(error.is_data() || error.is_eof(), "{list}: {error}");
        }
        assert_eq!(parse_json::<Vec<String>>(br#"["a"]"#).unwrap(), ["a"]);
        assert_eq!(parse_json::<(String, u8)>(br#"["a",1]"#).unwrap(), ("a".to_owned(), 1));
        assert!(parse_json::<serde_json::Value>(b"[1]").unwrap().is_array());
    }

    #[test]
    fn error_inside_a_success_is_told() {
        for body in [
            r#"{"error":"invalid_grant"}"#,
            r#"{"access_token":"a","error":"invalid_grant"}"#,
            r#"{"error":{"user_message":"no"},"success":false}"#,
            "\u{feff}{\"error\" : \"x\"}",
        ] {
            assert!(tells_an_error(body.as_bytes()), "{body}");
        }
        for body in [
            "",
            "{}",
            "null",
            r#"{"error":null}"#,
            r#"{"error":""}"#,
            r#"{"error":{}}"#,
            r#"{"error":false}"#,
            r#"{"warning":{"error":"x"}}"#,
            r#"["error"]"#,
            "\"error\"",
            r#"{"error":"cut"#,
        ] {
            assert!(!tells_an_error(body.as_bytes()), "{body}");
        }
    }
}
