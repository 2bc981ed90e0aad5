//! Values of answers: a success, read as the declared type, and what is noted of it.

use std::any::{Any, TypeId};
use std::time::SystemTime;

use http::StatusCode;
use secrecy::zeroize::Zeroizing;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, Visitor};

use crate::clock;
use crate::deviation::Deviation;
use crate::error::{Error, JsonError, Received, Unexpected, UnexpectedReason};
use crate::redirect::{Redirect, RedirectOr};
use crate::response::{Answer, Reply, is_form, media_type};
use crate::token::{Token, TokenError, Words};

/// Reads a value from a reply; [`Reply`] comes back with it for its status and headers.
#[doc(hidden)]
pub type Decode<T> = fn(Reply) -> Result<Answer<T>, Error>;

/// Ignores the body.
///
/// # Errors
///
/// None.
#[doc(hidden)]
pub fn read_nothing(reply: Reply) -> Result<Answer<()>, Error> {
    let (status, headers) = reply.parts();
    Ok(Answer::new(status, headers, ()))
}

/// Reads the body as JSON, or as a form where its type says so.
///
/// # Errors
///
/// [`Error::Unexpected`] where it is something else.
#[doc(hidden)]
pub fn read_json<T: JsonAnswer>(reply: Reply) -> Result<Answer<T>, Error> {
    match read(&reply.received) {
        Ok((value, facts)) => {
            let (status, headers) = reply.parts();
            let Facts { deviations, expires_at } = facts;
            Ok(Answer { status, headers, value, deviations, expires_at })
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
            Ok(Answer::new(status, headers, value))
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
        return Ok(read_redirect(reply)?.map(RedirectOr::Redirect));
    }
    Ok(decode(reply)?.map(RedirectOr::Answer))
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

    /// Reads a body that is not UTF-8 throughout; what the type does not take may be anything.
    #[doc(hidden)]
    fn read_bytes(body: &[u8]) -> Result<Self, serde_json::Error>;

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

    fn read_bytes(body: &[u8]) -> Result<Self, serde_json::Error> {
        parse_json(body)
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

/// Has the compiler tell that a type is no error body, where the declaration names it.
#[doc(hidden)]
pub const fn is_error_body<T: ErrorBody>() {}

/// What is known of an answer beside its value.
struct Facts {
    deviations: Vec<Deviation>,
    expires_at: Option<SystemTime>,
}

/// Reads the value of an answer, and notes in what the answer departs from the RFC.
fn read<T: JsonAnswer>(received: &Received) -> Result<(T, Facts), UnexpectedReason> {
    let is_token = TypeId::of::<T>() == TypeId::of::<Token>();
    let token = (is_token || received.endpoint.token().is_some()).then(|| {
        read_token(received).map_err(|error| error.map(|text| received.secrets.redact(text)))
    });
    let (value, facts) = match token {
        Some(Ok(token)) => {
            let facts =
                Facts { deviations: token.deviations().to_vec(), expires_at: token.expires_at() };
            (token_or_model(token, received)?, facts)
        }
        Some(Err(error)) if is_token => return Err(UnexpectedReason::Token(error)),
        Some(Err(error)) if is_dangerous(&error) => {
            // A body of another shape is told with its place.
            read_model::<T>(received)?;
            return Err(UnexpectedReason::Token(error));
        }
        _ => {
            let mut deviations = of_the_whole(received);
            deviations.retain(|deviation| !is_declared(received, deviation));
            (read_model(received)?, Facts { deviations, expires_at: None })
        }
    };
    if received.strict && !facts.deviations.iter().all(Deviation::is_permitted) {
        return Err(UnexpectedReason::Deviations(facts.deviations));
    }
    Ok((value, facts))
}

/// Tells whether an answer must not be taken for what it says, whatever its type. What the vendor's own type finds, or
/// where it looks for the token, is its own affair.
fn is_dangerous(error: &TokenError) -> bool {
    !matches!(
        error,
        TokenError::AccessTokenAbsent { .. }
            | TokenError::ErrorUnreadable
            | TokenError::TokenTypeNotText
    )
}

fn is_declared(received: &Received, deviation: &Deviation) -> bool {
    received.endpoint.deviations().contains(&deviation.name())
}

fn read_token(received: &Received) -> Result<Token, TokenError> {
    let now = clock::now();
    let has_own_words = received.endpoint.deviations().contains(&"token_type_vendor_word");
    let words = if has_own_words { Words::Any } else { Words::Known };
    let mut token = if is_form(&received.headers) {
        Token::read_form(&received.body, now, words)?
    } else {
        Token::read_json(&received.body, now, words)?
    };
    for deviation in of_the_head(received) {
        token.note(deviation);
    }
    if received.status == StatusCode::CREATED {
        token.note(Deviation::Status201);
    }
    let declared = received.endpoint.token().and_then(|token| token.default_expires_in());
    if let Some(lifetime) = declared {
        token.assume(lifetime, now);
    }
    token.pass_over(|deviation| {
        let is_assumed = declared.is_some() && *deviation == Deviation::ExpiresInAbsent;
        is_assumed || is_declared(received, deviation)
    });
    Ok(token)
}

/// Gives the token itself, or the vendor's own type from the same body: a member that came twice, which most types refuse,
/// costs no token.
fn token_or_model<T: JsonAnswer>(token: Token, received: &Received) -> Result<T, UnexpectedReason> {
    let token: Box<dyn Any> = Box::new(token);
    match token.downcast::<T>() {
        Ok(token) => Ok(*token),
        Err(_) => read_model(received).or_else(|error| read_mended(received).ok_or(error)),
    }
}

/// Reads a vendor's own type.
fn read_model<T: JsonAnswer>(received: &Received) -> Result<T, UnexpectedReason> {
    if is_form(&received.headers) {
        return T::read_form(&received.body).map_err(|_| UnexpectedReason::Form);
    }
    from_json(&received.body)
}

/// Reads a vendor's own type from a body of which each member counts once, the last one, and whose bytes that are not UTF-8
/// are replaced.
fn read_mended<T: JsonAnswer>(received: &Received) -> Option<T> {
    let text = String::from_utf8_lossy(without_bom(&received.body));
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).ok()?;
    let text = Zeroizing::new(serde_json::to_string(&members).ok()?);
    T::read(&text).ok()
}

/// In what an answer of any kind departs.
fn of_the_whole(received: &Received) -> Vec<Deviation> {
    let mut deviations = of_the_head(received);
    if received.body.starts_with(b"\xEF\xBB\xBF") {
        deviations.push(Deviation::ByteOrderMark);
    }
    deviations
}

/// In what the type of a body departs.
fn of_the_head(received: &Received) -> Vec<Deviation> {
    if is_form(&received.headers) {
        vec![Deviation::FormEncoded]
    } else if media_type(&received.headers).eq_ignore_ascii_case("application/json") {
        Vec::new()
    } else {
        vec![Deviation::ContentType]
    }
}

fn from_json<T: JsonAnswer>(body: &[u8]) -> Result<T, UnexpectedReason> {
    let body = without_bom(body);
    let other = |error: &serde_json::Error| UnexpectedReason::Json(JsonError::new(error));
    match std::str::from_utf8(body) {
        Ok(text) => T::read(text).map_err(|error| other(&error)),
        Err(error) => {
            T::read_bytes(body).map_err(|_| match serde_json::from_slice::<IgnoredAny>(body) {
                Err(syntax) => other(&syntax),
                Ok(_) => UnexpectedReason::NotUtf8(error),
            })
        }
    }
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

pub(crate) fn is_list(body: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::parse_json;

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
}
