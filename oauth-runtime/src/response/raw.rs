//! The reading of a success that is not JSON, or may be nothing.

use bytes::Bytes;
use secrecy::zeroize::Zeroizing;

use crate::body::{Repaired, repaired, without_bom};
use crate::error::{Error, ErrorResponse, UnexpectedReason, UnexpectedResponse};
use crate::oauth::deviation::Deviation;
use crate::response::classify::Reply;
use crate::response::head;
use crate::response::read::{FromResponse, is_good, read_json, redirect_or, tells_an_error};
use crate::response::redirect::RedirectOr;
use crate::response::success::Response;
use crate::response::text::Text;

/// What a body is taken as without being read.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an answer is taken as it came for `oauth_runtime::Text` and `bytes::Bytes` only",
    label = "another type of this name",
    note = "to have it read from JSON, give it another name: `type Answer = {Self};`"
)]
pub trait FromBody: Sized {
    #[doc(hidden)]
    fn of(reply: &mut Reply, deviations: &mut Vec<Deviation>) -> Result<Self, UnexpectedReason>;
}

impl FromBody for Text {
    fn of(reply: &mut Reply, deviations: &mut Vec<Deviation>) -> Result<Self, UnexpectedReason> {
        let body = &reply.received.body;
        let Some(Repaired { text, has_mark, has_replacements }) = repaired(body) else {
            let error = std::str::from_utf8(without_bom(body)).err();
            return Err(error.map_or(UnexpectedReason::Form, UnexpectedReason::NotUtf8));
        };
        if has_mark {
            deviations.push(Deviation::ByteOrderMark);
        }
        if has_replacements {
            deviations.push(Deviation::InvalidUtf8);
        }
        deviations.extend(head::deviations_of_text(&reply.received));
        Ok(Self::new(Zeroizing::new(text.into_owned())))
    }
}

impl FromBody for Bytes {
    fn of(reply: &mut Reply, _: &mut Vec<Deviation>) -> Result<Self, UnexpectedReason> {
        Ok(std::mem::take(&mut reply.received.body))
    }
}

/// Takes the body as it came, unless it says that the server refused.
///
/// # Errors
///
/// [`Error::Refused`] where the body has an OAuth error, [`Error::Unexpected`] where it is no text and should be one.
#[doc(hidden)]
pub fn read_raw<T: FromBody>(mut reply: Reply) -> Result<Response<T>, Error> {
    if tells_an_error(&reply.received) {
        return Err(ErrorResponse::new(reply.received).into());
    }
    let mut deviations = Vec::new();
    let value = T::of(&mut reply, &mut deviations);
    match value.and_then(|value| Ok((value, is_good(deviations, &reply.received)?))) {
        Ok((value, deviations)) => {
            let (_, status, headers) = reply.parts();
            Ok(Response { deviations, ..Response::new(status, headers, value) })
        }
        Err(reason) => Err(UnexpectedResponse::new(reply.received, reason).into()),
    }
}

/// Reads the body as JSON, if there is one.
///
/// # Errors
///
/// Those of [`read_json`].
#[doc(hidden)]
pub fn read_optional<T: FromResponse>(reply: Reply) -> Result<Response<Option<T>>, Error> {
    match without_bom(&reply.received.body).trim_ascii() {
        b"" | b"null" => {
            let (_, status, headers) = reply.parts();
            Ok(Response::new(status, headers, None))
        }
        _ => Ok(read_json(reply)?.map(Some)),
    }
}

/// Takes the `Location` of a redirect, or reads the body of a success as JSON, if there is one.
///
/// # Errors
///
/// [`Error::Unexpected`] where a redirect has no target or the body is something else.
#[doc(hidden)]
pub fn read_redirect_or_optional<T: FromResponse>(
    reply: Reply,
) -> Result<Response<RedirectOr<Option<T>>>, Error> {
    redirect_or(reply, read_optional)
}
