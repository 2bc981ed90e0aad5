//! What the body of an error says at the places that a declaration names.

use std::borrow::Cow;

use crate::body::{repaired, without_bom};
use crate::description::{Endpoint, Refusal};
use crate::error::oauth::{OAuthError, cleaned};
use crate::oauth::lenient::value::LenientValue;
use crate::oauth::place::{Place, for_each_at};

/// A body that is looked into.
pub(super) enum Said<'a> {
    Json(Cow<'a, str>),
    Form(&'a [u8]),
    /// No text at all.
    Nothing,
}

impl<'a> Said<'a> {
    pub(super) fn of(body: &'a [u8], is_form: bool) -> Self {
        if is_form {
            return Self::Form(without_bom(body).trim_ascii());
        }
        repaired(body).map_or(Self::Nothing, |repaired| Self::Json(repaired.text))
    }

    /// Returns the reason, as `clean` gives it: what stands at the first place where there is a text.
    pub(super) fn reason(
        &self,
        endpoint: &Endpoint,
        clean: impl Fn(String) -> String,
    ) -> Option<String> {
        let reasons = endpoint.reason().iter().filter_map(|place| self.text_at(place, &clean));
        reasons.into_iter().next()
    }

    /// Returns the error whose code stands where the declaration says, if the body tells of a refusal there.
    pub(super) fn refusal(
        &self,
        refusal: &Refusal,
        clean: impl Fn(String) -> String,
    ) -> Option<OAuthError> {
        let mut is_one = false;
        self.for_each_at(refusal.member, &mut |value| {
            is_one |= !value.is_blank() && !refusal.permits(&value);
        });
        let code = self.text_at(refusal.code(), &clean).filter(|_| is_one)?;
        Some(OAuthError::from_code(code, self.text_at(refusal.description, &clean)))
    }

    /// The first text at a place, or number, `true` or `false`.
    fn text_at(&self, place: &Place, clean: impl Fn(String) -> String) -> Option<String> {
        let mut found = None;
        self.for_each_at(place, &mut |value| {
            if found.is_none() {
                let text = value.scalar().map(|text| cleaned(text.as_str(), &clean));
                found = text.filter(|text| !text.trim().is_empty());
            }
        });
        found
    }

    fn for_each_at(&self, place: &Place, each: &mut dyn FnMut(LenientValue<'_>)) {
        match self {
            Self::Json(json) => for_each_at(json, place, each),
            Self::Form(body) => {
                for (name, value) in url::form_urlencoded::parse(body) {
                    if place == [name.as_ref()] {
                        each(LenientValue::string(&value));
                    }
                }
            }
            Self::Nothing => {}
        }
    }
}
