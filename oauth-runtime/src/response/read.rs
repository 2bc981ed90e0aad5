//! Values of answers: a success, read as the declared type, and what is noted of it.

use std::any::{Any, TypeId};
use std::time::SystemTime;

use http::StatusCode;
use secrecy::zeroize::Zeroizing;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::body::{is_form, is_list, media_type, parse_json, without_bom};
use crate::clock;
use crate::error::{Error, JsonError, Received, UnexpectedReason, UnexpectedResponse};
use crate::oauth::deviation::Deviation;
use crate::oauth::token::{AcceptedTokenTypes, Token, TokenError};
use crate::response::classify::Reply;
use crate::response::redirect::{Redirect, RedirectOr};
use crate::response::success::Response;

/// Reads a value from a reply; [`Reply`] comes back with it for its status and headers.
#[doc(hidden)]
pub type Decode<T> = fn(Reply) -> Result<Response<T>, Error>;

/// Ignores the body.
///
/// # Errors
///
/// None.
#[doc(hidden)]
pub fn read_nothing(reply: Reply) -> Result<Response<()>, Error> {
    let (status, headers) = reply.parts();
    Ok(Response::new(status, headers, ()))
}

/// Reads the body as JSON, or as a form where its type says so.
///
/// # Errors
///
/// [`Error::Unexpected`] where it is something else.
#[doc(hidden)]
pub fn read_json<T: FromResponse>(reply: Reply) -> Result<Response<T>, Error> {
    match read(&reply.received) {
        Ok((value, facts)) => {
            let (status, headers) = reply.parts();
            let TokenFacts { deviations, expires_at } = facts;
            Ok(Response { status, headers, value, deviations, expires_at })
        }
        Err(reason) => Err(UnexpectedResponse::new(reply.received, reason).into()),
    }
}

/// Takes the `Location` of a redirect.
///
/// # Errors
///
/// [`Error::Unexpected`] where there is none.
#[doc(hidden)]
pub fn read_redirect(reply: Reply) -> Result<Response<Redirect>, Error> {
    let location = reply.received.headers.get(http::header::LOCATION);
    let redirect = location
        .and_then(|location| Redirect::new(&reply.url, reply.received.status, location).ok());
    match redirect {
        Some(value) if reply.received.status.is_redirection() => {
            let (status, headers) = reply.parts();
            Ok(Response::new(status, headers, value))
        }
        _ => Err(UnexpectedResponse::new(reply.received, UnexpectedReason::Location).into()),
    }
}

/// Takes the `Location` of a redirect, or ignores the body of a success.
///
/// # Errors
///
/// [`Error::Unexpected`] where a redirect has no target.
#[doc(hidden)]
pub fn read_redirect_or_nothing(reply: Reply) -> Result<Response<RedirectOr<()>>, Error> {
    redirect_or(reply, read_nothing)
}

/// Takes the `Location` of a redirect, or reads the body of a success as JSON.
///
/// # Errors
///
/// [`Error::Unexpected`] where a redirect has no target or the body is something else.
#[doc(hidden)]
pub fn read_redirect_or_json<T: FromResponse>(
    reply: Reply,
) -> Result<Response<RedirectOr<T>>, Error> {
    redirect_or(reply, read_json)
}

fn redirect_or<T>(reply: Reply, decode: Decode<T>) -> Result<Response<RedirectOr<T>>, Error> {
    if reply.received.status.is_redirection() {
        return Ok(read_redirect(reply)?.map(RedirectOr::Redirect));
    }
    Ok(decode(reply)?.map(RedirectOr::Value))
}

/// A type that an answer can be read as: anything that implements [`serde::Deserialize`] and owns its data.
#[diagnostic::on_unimplemented(
    message = "an answer cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from JSON",
    note = "derive `serde::Deserialize` for each type in it, and let it own its data"
)]
pub trait FromResponse: Sized + Send + 'static {
    #[doc(hidden)]
    fn read(text: &str) -> Result<Self, serde_json::Error>;

    /// Reads a body that is not UTF-8 throughout; what the type does not take may be anything.
    #[doc(hidden)]
    fn read_bytes(body: &[u8]) -> Result<Self, serde_json::Error>;

    #[doc(hidden)]
    fn read_form(body: &[u8]) -> Result<Self, serde_urlencoded::de::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
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

/// What is known of an answer beside its value.
struct TokenFacts {
    deviations: Vec<Deviation>,
    expires_at: Option<SystemTime>,
}

/// Reads the value of an answer, and notes in what the answer departs from the RFC.
fn read<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), UnexpectedReason> {
    let is_token = TypeId::of::<T>() == TypeId::of::<Token>();
    let token = (is_token || received.endpoint.token().is_some()).then(|| {
        read_token(received).map_err(|error| error.map(|text| received.secrets.redact(text)))
    });
    let (value, facts) = match token {
        Some(Ok(token)) => {
            let facts = TokenFacts {
                deviations: token.deviations().to_vec(),
                expires_at: token.expires_at(),
            };
            (token_or_model(token, received)?, facts)
        }
        Some(Err(error)) if is_token => return Err(UnexpectedReason::Token(error)),
        Some(Err(error)) if is_dangerous(&error) => {
            // A body of another shape is told with its place.
            read_model::<T>(received)?;
            return Err(UnexpectedReason::Token(error));
        }
        _ => {
            let mut deviations = body_deviations(received);
            deviations.retain(|deviation| !is_declared(received, deviation));
            (read_model(received)?, TokenFacts { deviations, expires_at: None })
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
    let words = if has_own_words { AcceptedTokenTypes::Any } else { AcceptedTokenTypes::Known };
    let mut token = if is_form(&received.headers) {
        Token::read_form(&received.body, now, words)?
    } else {
        Token::read_json(&received.body, now, words)?
    };
    for deviation in content_type_deviations(received) {
        token.add_deviation(deviation);
    }
    if received.status == StatusCode::CREATED {
        token.add_deviation(Deviation::Status201);
    }
    let declared = received.endpoint.token().and_then(|token| token.default_expires_in());
    if let Some(lifetime) = declared {
        token.assume_lifetime(lifetime, now);
    }
    token.forget_declared(|deviation| {
        let is_assumed = declared.is_some() && *deviation == Deviation::ExpiresInAbsent;
        is_assumed || is_declared(received, deviation)
    });
    Ok(token)
}

/// Gives the token itself, or the vendor's own type from the same body: a member that came twice, which most types refuse,
/// costs no token.
fn token_or_model<T: FromResponse>(
    token: Token,
    received: &Received,
) -> Result<T, UnexpectedReason> {
    let token: Box<dyn Any> = Box::new(token);
    match token.downcast::<T>() {
        Ok(token) => Ok(*token),
        Err(_) => read_model(received).or_else(|error| read_repaired(received).ok_or(error)),
    }
}

/// Reads a vendor's own type.
fn read_model<T: FromResponse>(received: &Received) -> Result<T, UnexpectedReason> {
    if is_form(&received.headers) {
        return T::read_form(&received.body).map_err(|_| UnexpectedReason::Form);
    }
    from_json(&received.body)
}

/// Reads a vendor's own type from a body of which each member counts once, the last one, and whose bytes that are not UTF-8
/// are replaced.
fn read_repaired<T: FromResponse>(received: &Received) -> Option<T> {
    let text = String::from_utf8_lossy(without_bom(&received.body));
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).ok()?;
    let text = Zeroizing::new(serde_json::to_string(&members).ok()?);
    T::read(&text).ok()
}

/// In what an answer of any kind departs.
fn body_deviations(received: &Received) -> Vec<Deviation> {
    let mut deviations = content_type_deviations(received);
    if received.body.starts_with(b"\xEF\xBB\xBF") {
        deviations.push(Deviation::ByteOrderMark);
    }
    deviations
}

/// In what the type of a body departs.
fn content_type_deviations(received: &Received) -> Vec<Deviation> {
    if is_form(&received.headers) {
        vec![Deviation::FormEncoded]
    } else if media_type(&received.headers).eq_ignore_ascii_case("application/json") {
        Vec::new()
    } else {
        vec![Deviation::ContentType]
    }
}

fn from_json<T: FromResponse>(body: &[u8]) -> Result<T, UnexpectedReason> {
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
