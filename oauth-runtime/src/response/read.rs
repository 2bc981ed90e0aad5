//! The reading of a success: its value as the declared type and, from the same pass, what is odd or wrong about it.

use std::any::{Any, TypeId};
#[cfg(feature = "keeper")]
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::body::{Repaired, has_mark, is_form, is_json, is_read_as_form, repaired, without_bom};
use crate::clock;
use crate::error::{
    Error, ErrorResponse, JsonError, Received, UnexpectedReason, UnexpectedResponse,
};
use crate::oauth::deviation::Deviation;
use crate::oauth::reader::{Failure, FailureKind, Noted, Notes, read_bytes, read_text};
use crate::oauth::scope::Parted;
use crate::oauth::token::Token;
use crate::oauth::token::error::TokenError;
use crate::oauth::token::kind::AcceptedTokenTypes;
use crate::oauth::token::members::{Judged, Members, after};
use crate::oauth::token::shape::Shape;
use crate::response::classify::Reply;
use crate::response::head;
use crate::response::redirect::{Redirect, RedirectOr};
use crate::response::success::Response;
#[cfg(feature = "keeper")]
use crate::response::unread::Unread;

/// Reads a value from a reply.
#[doc(hidden)]
pub type Decode<T> = fn(Reply) -> Result<Response<T>, Error>;

/// Ignores the body, unless it says that the server refused.
///
/// # Errors
///
/// [`Error::Refused`] where the body has an OAuth error.
#[doc(hidden)]
pub fn read_nothing(reply: Reply) -> Result<Response<()>, Error> {
    if tells_an_error(&reply.received) {
        return Err(ErrorResponse::new(reply.received).into());
    }
    let (_, status, headers) = reply.parts();
    Ok(Response::new(status, headers, ()))
}

/// Reads the body as JSON, or as the form that it is.
///
/// # Errors
///
/// [`Error::Refused`] where the body has an OAuth error, [`Error::Unexpected`] where it is something else.
#[doc(hidden)]
pub fn read_json<T: FromResponse>(reply: Reply) -> Result<Response<T>, Error> {
    read_checked(reply, |_| Ok(()))
}

/// Reads the body as JSON, and refuses a value for a reason.
pub(crate) fn read_checked<T: FromResponse>(
    reply: Reply,
    check: impl FnOnce(&T) -> Result<(), UnexpectedReason>,
) -> Result<Response<T>, Error> {
    let read = read(&reply.received);
    match read.and_then(|(value, facts)| Ok(check(&value).map(|()| (value, facts))?)) {
        Ok((value, facts)) => {
            let (received, status, headers) = reply.parts();
            let mut response = Response::new(status, headers, value);
            (response.deviations, response.expires_at) = (facts.deviations, facts.expires_at);
            #[cfg(feature = "keeper")]
            {
                response.token = unread::<T>(received, &response.headers).map(Arc::new);
            }
            #[cfg(not(feature = "keeper"))]
            drop(received);
            Ok(response)
        }
        Err(NoValue::Refused) => Err(ErrorResponse::new(reply.received).into()),
        Err(NoValue::Unexpected(reason)) => {
            Err(UnexpectedResponse::new(reply.received, reason).into())
        }
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
            let (_, status, headers) = reply.parts();
            Ok(Response::new(status, headers, value))
        }
        _ if reply.received.status.is_success() && tells_an_error(&reply.received) => {
            Err(ErrorResponse::new(reply.received).into())
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

pub(super) fn redirect_or<T>(
    reply: Reply,
    decode: Decode<T>,
) -> Result<Response<RedirectOr<T>>, Error> {
    if reply.received.status.is_redirection() {
        return Ok(read_redirect(reply)?.map(RedirectOr::Redirect));
    }
    Ok(decode(reply)?.map(RedirectOr::Value))
}

/// A type that a response can be read as: anything that implements [`serde::Deserialize`] and owns its data.
#[diagnostic::on_unimplemented(
    message = "an answer cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from JSON",
    note = "derive `serde::Deserialize` for each type in it, and let it own its data"
)]
pub trait FromResponse: Sized + Send + 'static {
    #[doc(hidden)]
    fn read<'de>(text: &'de str, notes: &mut Notes<'de>) -> Result<Self, Failure>;

    /// Reads a body that is not UTF-8 throughout; what the type does not take may be anything.
    #[doc(hidden)]
    fn read_bytes<'de>(body: &'de [u8], notes: &mut Notes<'de>) -> Result<Self, Failure>;

    #[doc(hidden)]
    fn read_form(body: &[u8]) -> Result<Self, serde_urlencoded::de::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
    fn read<'de>(text: &'de str, notes: &mut Notes<'de>) -> Result<Self, Failure> {
        read_text(text, notes)
    }

    fn read_bytes<'de>(body: &'de [u8], notes: &mut Notes<'de>) -> Result<Self, Failure> {
        read_bytes(body, notes)
    }

    fn read_form(body: &[u8]) -> Result<Self, serde_urlencoded::de::Error> {
        serde_urlencoded::from_bytes(body)
    }
}

/// What is known of a response beside its value.
struct TokenFacts {
    deviations: Vec<Deviation>,
    expires_at: Option<SystemTime>,
}

/// Why a success has no value.
enum NoValue {
    /// It says that the server refused.
    Refused,
    Unexpected(UnexpectedReason),
}

impl From<UnexpectedReason> for NoValue {
    fn from(reason: UnexpectedReason) -> Self {
        Self::Unexpected(reason)
    }
}

impl From<Failure> for NoValue {
    fn from(failure: Failure) -> Self {
        Self::Unexpected(UnexpectedReason::Json(JsonError::new(failure)))
    }
}

/// Reads the value of a success, and notes in what the response departs from the RFC.
fn read<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), NoValue> {
    let is_own = TypeId::of::<T>() == TypeId::of::<Token>();
    let is_token = is_own || received.endpoint.token().is_some();
    let is_form = is_read_as_form(&received.headers, &received.body, is_token);
    let _parted = Parted::by(received.endpoint.scope_separator());
    let (value, facts) = match (is_own, is_token, is_form) {
        (true, ..) => read_own(received, is_form, clock::now())?,
        (_, true, true) => read_model_of_form(received)?,
        (_, true, false) => read_model(received)?,
        (_, false, true) => read_form(received)?,
        (_, false, false) => read_other(received)?,
    };
    let TokenFacts { deviations, expires_at } = facts;
    Ok((value, TokenFacts { deviations: is_good(deviations, received)?, expires_at }))
}

/// Returns the departures, unless a strict client takes none of them.
pub(super) fn is_good(
    mut deviations: Vec<Deviation>,
    received: &Received,
) -> Result<Vec<Deviation>, UnexpectedReason> {
    deviations.retain(|deviation| !is_declared(received, deviation));
    if received.strict && !deviations.iter().all(Deviation::is_permitted) {
        return Err(UnexpectedReason::Deviations(deviations));
    }
    Ok(deviations)
}

/// Reads a token response as this crate's own type.
fn read_own<T: FromResponse>(
    received: &Received,
    is_form: bool,
    now: SystemTime,
) -> Result<(T, TokenFacts), NoValue> {
    let token = if is_form {
        let mut members = Members::of_a_token(shape(received), accepted(received), true);
        members.scope_separator = received.endpoint.scope_separator();
        members.take_form(&received.body);
        token_of(&mut members, received, now)?
    } else {
        let Some(Repaired { text, has_mark, has_replacements }) = repaired(&received.body) else {
            return Err(not_utf8(&received.body));
        };
        let mut members =
            Members::of_a_token(shape(received), accepted(received), has_replacements);
        members.scope_separator = received.endpoint.scope_separator();
        members.begin(has_mark);
        let mut notes = Notes::of_a_token(text.as_bytes(), members);
        let read = read_text::<Noted>(&text, &mut notes);
        read.map_err(|failure| UnexpectedReason::Token(failure.into()))?;
        token_of(&mut notes.members, received, now)?
    };
    let facts =
        TokenFacts { deviations: token.deviations().to_vec(), expires_at: token.expires_at() };
    let mut token = Some(token);
    let token: Option<&mut Option<T>> = (&mut token as &mut dyn Any).downcast_mut();
    match token.and_then(Option::take) {
        Some(token) => Ok((token, facts)),
        None => Err(UnexpectedReason::Form.into()),
    }
}

/// Keeps a response that was read as a vendor's own type, for whoever keeps its token.
#[cfg(feature = "keeper")]
fn unread<T: FromResponse>(received: Received, headers: &http::HeaderMap) -> Option<Unread> {
    if received.endpoint.token().is_none() || TypeId::of::<T>() == TypeId::of::<Token>() {
        return None;
    }
    let is_form = is_read_as_form(headers, &received.body, true);
    let read: fn(&Received, bool, SystemTime) -> Option<Token> = |received, is_form, at| {
        read_own::<Token>(received, is_form, at).ok().map(|(token, _)| token)
    };
    Some(Unread { received, is_form, at: clock::now(), read })
}

fn token_of(
    members: &mut Members<'_>,
    received: &Received,
    now: SystemTime,
) -> Result<Token, NoValue> {
    if members.tells_an_error() {
        return Err(NoValue::Refused);
    }
    let token = Token::from_members(members, now);
    let mut token = token.map_err(|error| UnexpectedReason::Token(redacted(error, received)))?;
    for deviation in head::deviations(received, true) {
        token.add_deviation(deviation);
    }
    if let Some(lifetime) = declared_lifetime(received) {
        token.assume_lifetime(lifetime, now);
    }
    token.forget_declared(|deviation| is_declared(received, deviation));
    Ok(token)
}

/// Reads a token response as the vendor's own type.
fn read_model<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), NoValue> {
    let now = clock::now();
    let Some(Repaired { text, has_mark, has_replacements }) = repaired(&received.body) else {
        return Err(not_utf8(&received.body));
    };
    let fresh = || {
        let mut members =
            Members::of_a_model(shape(received), accepted(received), has_replacements);
        members.scope_separator = received.endpoint.scope_separator();
        members.begin(has_mark);
        Notes::of_a_token(text.as_bytes(), members)
    };
    let mut notes = fresh();
    let value = T::read(&text, &mut notes);
    if let Err(failure) = &value
        && failure.kind == FailureKind::OtherShape
    {
        // The type gave up in the middle: the rest is noted without it.
        notes = fresh();
        let rest = read_text::<Noted>(&text, &mut notes);
        if rest.is_err_and(|failure| failure.kind == FailureKind::OtherShape) {
            return Err((*failure).into());
        }
    }
    if notes.members.tells_an_error() {
        return Err(NoValue::Refused);
    }
    let mut judged = notes.members.judge(&text, now);
    let danger = judged.danger();
    let value = match value {
        Err(failure) if danger.is_none() && judged.has_token() => {
            read_repaired(&text, received).ok_or(failure)
        }
        value => value,
    }?;
    if let Some(danger) = danger {
        return Err(UnexpectedReason::Token(redacted(danger, received)).into());
    }
    Ok((value, facts(judged, now, received)))
}

/// Reads a token response that is a form as the vendor's own type.
fn read_model_of_form<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), NoValue> {
    let now = clock::now();
    let mut members = Members::of_a_model(shape(received), accepted(received), true);
    members.scope_separator = received.endpoint.scope_separator();
    members.take_form(&received.body);
    if members.tells_an_error() {
        return Err(NoValue::Refused);
    }
    let mut judged = members.judge("{}", now);
    let danger = judged.danger();
    let value = T::read_form(without_bom(&received.body)).map_err(|_| UnexpectedReason::Form)?;
    if let Some(danger) = danger {
        return Err(UnexpectedReason::Token(redacted(danger, received)).into());
    }
    Ok((value, facts(judged, now, received)))
}

/// Reads a response of another kind that is a form.
fn read_form<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), NoValue> {
    if tells_an_error(received) {
        return Err(NoValue::Refused);
    }
    let value = T::read_form(without_bom(&received.body)).map_err(|_| UnexpectedReason::Form)?;
    let mut deviations = head::deviations(received, false);
    deviations.push(Deviation::FormEncoded);
    Ok((value, facts_of_another(deviations, received)))
}

/// Reads a response of another kind.
fn read_other<T: FromResponse>(received: &Received) -> Result<(T, TokenFacts), NoValue> {
    let body = without_bom(&received.body);
    let mut notes = Notes::of_another(body, shape(received));
    let value = match std::str::from_utf8(body) {
        Ok(text) => T::read(text, &mut notes).map_err(NoValue::from),
        Err(_) => T::read_bytes(body, &mut notes).map_err(|_| not_utf8(body)),
    };
    // A type that gave up in the middle has not noted the rest.
    let is_refusal =
        if value.is_ok() { notes.members.tells_an_error() } else { tells_an_error(received) };
    if is_refusal {
        return Err(NoValue::Refused);
    }
    Ok((value?, facts_of_another(head::deviations(received, false), received)))
}

/// Tells whether a body says that the server refused: what a vendor may say inside a 200.
pub(super) fn tells_an_error(received: &Received) -> bool {
    let body = without_bom(&received.body);
    let mut notes = Notes::of_another(body, shape(received));
    if is_json(body) {
        return read_bytes::<Noted>(body, &mut notes).is_ok() && notes.members.tells_an_error();
    }
    if is_form(&received.headers) {
        notes.members.take_form(body);
    }
    notes.members.tells_an_error()
}

/// Reads a vendor's own type from a body of which each member counts once, the last one: most types refuse one that came
/// twice. Likewise what is on the way to where the declaration says that the token is.
fn read_repaired<T: FromResponse>(text: &str, received: &Received) -> Option<T> {
    let text = shape(received).without_repeated(text)?;
    T::read(&text, &mut Notes::none(text.as_bytes())).ok()
}

/// What is known of a token response that was read as a vendor's own type.
fn facts(judged: Judged<'_>, now: SystemTime, received: &Received) -> TokenFacts {
    let has_token = judged.has_token();
    let Judged { expires_at, mut deviations, .. } = judged;
    if !has_token {
        deviations.retain(Deviation::is_of_the_body);
        deviations.extend(head::deviations(received, false));
        return facts_of_another(deviations, received);
    }
    deviations.extend(head::deviations(received, true));
    let declared = || declared_lifetime(received).map(|lifetime| after(now, lifetime));
    TokenFacts { deviations, expires_at: expires_at.or_else(declared) }
}

fn facts_of_another(mut deviations: Vec<Deviation>, received: &Received) -> TokenFacts {
    if has_mark(&received.body) && !deviations.contains(&Deviation::ByteOrderMark) {
        deviations.push(Deviation::ByteOrderMark);
    }
    TokenFacts { deviations, expires_at: None }
}

/// Tells whether the declaration says that the vendor is known for it, or says what stands in for what is absent.
fn is_declared(received: &Received, deviation: &Deviation) -> bool {
    received.endpoint.deviations().contains(&deviation.name())
        || (*deviation == Deviation::ExpiresInAbsent && declared_lifetime(received).is_some())
}

fn shape(received: &Received) -> Shape {
    Shape::of(received.endpoint)
}

/// The lifetime of a token whose response says none.
fn declared_lifetime(received: &Received) -> Option<Duration> {
    received.endpoint.token()?.default_expires_in()
}

fn accepted(received: &Received) -> AcceptedTokenTypes {
    if received.endpoint.deviations().contains(&"token_type_vendor_word") {
        AcceptedTokenTypes::Any
    } else {
        AcceptedTokenTypes::Known
    }
}

/// Says that a body is not UTF-8, unless it is not JSON before that.
fn not_utf8(body: &[u8]) -> NoValue {
    match (serde_json::from_slice::<IgnoredAny>(body), std::str::from_utf8(body)) {
        (Err(syntax), _) => Failure::of(&syntax).into(),
        (Ok(_), Err(error)) => UnexpectedReason::NotUtf8(error).into(),
        (Ok(_), Ok(_)) => UnexpectedReason::Form.into(),
    }
}

fn redacted(error: TokenError, received: &Received) -> TokenError {
    error.map(|text| received.secrets.redact(text))
}
