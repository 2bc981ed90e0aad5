//! The members of a token response, as they came, and what is wrong or odd about them.

use std::time::{Duration, SystemTime};

use url::form_urlencoded;

use crate::body::{has_mark, without_bom};
use crate::description::{TimeFormat, TokenMember};
use crate::oauth::deviation::Deviation;
use crate::oauth::lenient::number::Form;
use crate::oauth::lenient::value::{LenientValue, Oddity, Text};
use crate::oauth::moment;
use crate::oauth::scope::Scopes;
use crate::oauth::token::error::TokenError;
use crate::oauth::token::extra::Extra;
use crate::oauth::token::kind::{self, AcceptedTokenTypes, TokenType};
use crate::oauth::token::known::Known;
use crate::oauth::token::names::{self, Names};
use crate::oauth::token::shape::{Found, Shape};
use crate::oauth::visible::is_visible;

/// The longest lifetime that is taken from a server, about 136 years; longer ones become this.
pub(crate) const LONGEST_EXPIRES_IN: Duration = Duration::from_secs(u32::MAX as u64);

/// How many members with values that cannot be represented are given by name at most.
const MOST_UNREADABLE: usize = 64;

/// The members of a token response, as they came. Each check looks at its own member, whatever another found.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Members<'de> {
    access_token: Option<LenientValue<'de>>,
    token_type: Option<LenientValue<'de>>,
    expires_in: Option<LenientValue<'de>>,
    expires_at: Option<LenientValue<'de>>,
    scope: Option<LenientValue<'de>>,
    refresh_token: Option<LenientValue<'de>>,
    error: Option<LenientValue<'de>>,
    error_description: Option<LenientValue<'de>>,
    /// The names of the other members.
    names: Names,
    /// The other members, where they are kept.
    extra: Option<Extra>,
    deviations: Vec<Deviation>,
    /// The known members that came more than once.
    repeated: Vec<&'static str>,
    /// What the declaration says of where they are.
    shape: Shape,
    /// Whether the member that the declaration names tells of a refusal, where it was there.
    is_refused: Option<bool>,
    /// One of several `token_type` cannot be used.
    is_token_type_unusable: bool,
    is_too_deep: bool,
    /// Everything is text: the response is a form.
    pub(crate) is_form: bool,
    /// Bytes that were not UTF-8 may have been replaced.
    pub(crate) is_repaired: bool,
    pub(crate) accepted: AcceptedTokenTypes,
    /// What parts the words of `scope`, where the declaration says it.
    pub(crate) scope_separator: Option<&'static str>,
}

impl<'de> Members<'de> {
    /// Members of which a token will be made: the others are kept, too.
    pub(crate) fn of_a_token(
        shape: Shape,
        accepted: AcceptedTokenTypes,
        is_repaired: bool,
    ) -> Self {
        Self { extra: Some(Extra::default()), shape, is_repaired, accepted, ..Self::default() }
    }

    /// Members of a response that another type is read from.
    pub(crate) fn of_a_model(
        shape: Shape,
        accepted: AcceptedTokenTypes,
        is_repaired: bool,
    ) -> Self {
        Self { shape, is_repaired, accepted, ..Self::default() }
    }

    /// Members of a response that is none of a token: what says that the server refused.
    pub(crate) fn of_another(shape: Shape) -> Self {
        Self { shape, ..Self::default() }
    }

    /// Takes the members of a form, in which everything is text.
    pub(crate) fn take_form(&mut self, body: &[u8]) {
        self.is_form = true;
        self.add_deviation(Deviation::FormEncoded);
        if has_mark(body) {
            self.add_deviation(Deviation::ByteOrderMark);
        }
        for (name, value) in form_urlencoded::parse(without_bom(body).trim_ascii()) {
            self.take(&name, LenientValue::string(&value));
        }
    }

    /// Hands over the other members, where they are kept. The description of no error is one of them.
    pub(crate) fn take_extra(&mut self) -> Extra {
        let mut extra = self.extra.take().unwrap_or_default();
        if self.error().is_none_or(LenientValue::is_blank)
            && let Some(description) = self.error_description.take()
        {
            extra.push(Known::ErrorDescription.name(), &description);
        }
        extra
    }

    /// Puts one member where it belongs; of several with one name the last counts, except that nothing takes back a
    /// refusal.
    pub(crate) fn take(&mut self, name: &str, value: LenientValue<'de>) {
        if self.shape.is_standard() {
            self.put(Known::of(name), name, value);
        } else {
            self.take_shaped(name, value);
        }
    }

    /// Takes a member of a response whose declaration says where things are.
    fn take_shaped(&mut self, name: &str, value: LenientValue<'de>) {
        let shape = self.shape;
        shape.look_into(name, &value, &mut |found| match found {
            Found::Member(known, name, value) => self.put(Some(known), name, value),
            Found::Repeated(name) => self.deviations.push(Deviation::DuplicateMember(name)),
            Found::Unreadable(name) => self.note_unreadable(&name),
            // Nothing takes back a refusal.
            Found::Refusal(is_one) => {
                self.is_refused = Some(is_one || self.is_refused == Some(true));
            }
        });
        if !shape.leads_inside(name) {
            self.put(shape.known(name), name, value);
        } else if value.oddity() == Some(Oddity::TooDeep) {
            self.is_too_deep = true;
        } else {
            // What else is odd about it was found inside.
            self.names.note(name);
            if let Some(extra) = &mut self.extra {
                extra.push(name, &shape.without_places(name, value));
            }
        }
    }

    /// Tells whether a refusal is told by this member, or by one that is inside it.
    pub(crate) fn may_be_refused_by(&self, name: &str) -> bool {
        self.shape.may_refuse(name)
    }

    /// Puts one member where it belongs; one that is not known is kept as one of the others.
    fn put(&mut self, known: Option<Known>, name: &str, value: LenientValue<'de>) {
        match value.oddity() {
            Some(Oddity::TooDeep) => {
                self.is_too_deep = true;
                return;
            }
            Some(Oddity::Unrepresentable) if known.is_none() => self.note_unreadable(name),
            _ => {}
        }
        let Some(known) = known else {
            self.names.note(name);
            if let Some(extra) = &mut self.extra {
                extra.push(name, &value);
            }
            return;
        };
        if known == Known::TokenType {
            self.is_token_type_unusable |= is_unusable(&value, self.accepted);
        }
        let place = match known {
            Known::AccessToken => &mut self.access_token,
            Known::TokenType => &mut self.token_type,
            Known::ExpiresIn => &mut self.expires_in,
            Known::ExpiresAt => &mut self.expires_at,
            Known::Scope => &mut self.scope,
            Known::RefreshToken => &mut self.refresh_token,
            Known::Error => &mut self.error,
            Known::ErrorDescription => &mut self.error_description,
        };
        let is_refusal = known == Known::Error;
        let is_kept = is_refusal && place.as_ref().is_some_and(|error| !error.is_blank());
        if place.is_some() && !self.repeated.contains(&known.name()) {
            self.repeated.push(known.name());
        }
        if !is_kept {
            *place = Some(value);
        }
    }

    fn note_unreadable(&mut self, name: &str) {
        if self.deviations.len() < MOST_UNREADABLE {
            self.deviations.push(Deviation::MemberUnreadable(name.to_owned()));
        }
    }

    /// Notes what was seen of a body before its members are.
    pub(crate) fn begin(&mut self, has_mark: bool) {
        if has_mark {
            self.add_deviation(Deviation::ByteOrderMark);
        }
        if self.is_repaired {
            self.add_deviation(Deviation::InvalidUtf8);
        }
    }

    fn add_deviation(&mut self, deviation: Deviation) {
        self.deviations.push(deviation);
    }

    /// Tells whether the server refused: there is an `error` with a text or, as some vendors have it, with details in it.
    pub(crate) fn tells_an_error(&self) -> bool {
        self.is_refused == Some(true)
            || self.error().is_some_and(|error| {
                (error.is_string() && !error.is_blank()) || error.is_filled_object()
            })
    }

    /// The `error`, unless the declaration says what it means, and it means none.
    fn error(&self) -> Option<&LenientValue<'de>> {
        let is_none = self.is_refused == Some(false) && self.shape.says_what_error_means();
        self.error.as_ref().filter(|_| !is_none)
    }

    /// Judges each member: first what must not be taken for a token, then the rest. The members were those of this object,
    /// if they came as one, in a response that was received at this time.
    pub(crate) fn judge(&mut self, json: &str, received: SystemTime) -> Judged<'de> {
        let seen = if self.access_token.is_none() { self.seen(json) } else { Vec::new() };
        let error = self.judge_error();
        let token_type = self.judge_token_type();
        let (refresh_token, refresh_deviation) =
            judge_refresh_token(self.refresh_token.take(), self.is_repaired);
        self.deviations.extend(refresh_deviation);
        let (expires_in, expires_at) = self.judge_expiry(received).unzip();
        let scope = judge_scope(self.scope.take(), self.scope_separator, &mut self.deviations);
        let access_token = if self.repeated.contains(&Known::AccessToken.name()) {
            Err(TokenError::AccessTokenDuplicate)
        } else {
            judge_access_token(self.access_token.take(), seen)
        };
        self.note_repeated(json);
        Judged {
            too_deep: if self.is_too_deep { Err(TokenError::TooDeep) } else { Ok(()) },
            error,
            access_token,
            token_type,
            refresh_token,
            expires_in,
            expires_at,
            is_placed: self.shape.places(TokenMember::AccessToken),
            scope,
            deviations: std::mem::take(&mut self.deviations),
        }
    }

    fn note_repeated(&mut self, json: &str) {
        let mut repeated = self.names.repeated(json);
        if repeated.is_empty() && self.repeated.is_empty() {
            return;
        }
        repeated.extend(self.repeated.iter().map(|name| (*name).to_owned()));
        repeated.sort_unstable();
        self.deviations.extend(repeated.into_iter().map(Deviation::DuplicateMember));
    }

    /// The names that are there in place of an access token.
    fn seen(&self, json: &str) -> Vec<String> {
        let known = [
            (Known::TokenType, &self.token_type),
            (Known::ExpiresIn, &self.expires_in),
            (Known::ExpiresAt, &self.expires_at),
            (Known::Scope, &self.scope),
            (Known::RefreshToken, &self.refresh_token),
        ];
        let present = known.into_iter().filter(|(_, value)| value.is_some());
        let present = present.map(|(known, _)| known.name().to_owned());
        let is_form = self.is_form;
        let others = names::seen(json, |name, value| {
            self.shape.known(name).is_none() && (!is_form || is_surely_a_field(name, value))
        });
        present.chain(others).collect()
    }

    fn judge_error(&mut self) -> Result<(), TokenError> {
        match self.error().cloned() {
            None => Ok(()),
            Some(error) if error.is_blank() => {
                self.deviations.push(Deviation::ErrorEmpty);
                Ok(())
            }
            Some(error) => {
                let Some(text) = error.text() else { return Err(TokenError::ErrorUnreadable) };
                let description = self.error_description.as_ref().and_then(LenientValue::text);
                Err(TokenError::OAuth {
                    error: text.into_string(),
                    description: description.map(Text::into_string),
                })
            }
        }
    }

    /// When the token expires. A lifetime comes first: it needs no clock but ours.
    fn judge_expiry(&mut self, received: SystemTime) -> Option<(Duration, SystemTime)> {
        let lifetime = if self.expires_in.is_some() || self.expires_at.is_none() {
            let format = self.shape.time(TokenMember::ExpiresIn);
            judge_lifetime(self.expires_in.take(), format, self.is_form, &mut self.deviations)
        } else {
            None
        };
        if let Some(lifetime) = lifetime {
            return Some((lifetime, after(received, lifetime)));
        }
        let format = self.shape.time(TokenMember::ExpiresAt);
        judge_moment(&self.expires_at.take()?, format, received, &mut self.deviations)
    }

    fn judge_token_type(&mut self) -> Result<Word, TokenError> {
        let Some(value) = self.token_type.as_ref().filter(|value| !value.is_null()) else {
            return self.bearer_unless_unusable();
        };
        let Some(text) = value.text() else {
            return Err(if self.is_token_type_unusable {
                TokenError::TokenTypeUnusable
            } else {
                TokenError::TokenTypeNotText
            });
        };
        if text.as_str().trim().is_empty() {
            return self.bearer_unless_unusable();
        }
        if self.is_token_type_unusable {
            return Err(TokenError::TokenTypeUnusable);
        }
        if kind::is_bearer(text.as_str()) {
            return Ok(Word::Bearer);
        }
        let word = text.into_string();
        self.deviations.push(Deviation::TokenTypeVendorWord);
        Ok(Word::OfTheVendor(word))
    }

    fn bearer_unless_unusable(&mut self) -> Result<Word, TokenError> {
        if self.is_token_type_unusable {
            return Err(TokenError::TokenTypeUnusable);
        }
        self.deviations.push(Deviation::TokenTypeAbsent);
        Ok(Word::Bearer)
    }
}

/// Tells whether a `token_type` is a word that this crate cannot use, such as `mac`.
fn is_unusable(value: &LenientValue<'_>, accepted: AcceptedTokenTypes) -> bool {
    let Some(text) = value.text() else { return false };
    let word = text.as_str();
    accepted == AcceptedTokenTypes::Known
        && !word.trim().is_empty()
        && !kind::is_bearer(word)
        && !kind::means_bearer(word)
}

/// A `token_type` that is used as `Bearer`.
pub(crate) enum Word {
    Bearer,
    OfTheVendor(String),
}

impl From<Word> for TokenType {
    fn from(word: Word) -> Self {
        match word {
            Word::Bearer => Self::Bearer,
            Word::OfTheVendor(word) => Self::from(word),
        }
    }
}

/// What was found in the members of a token response, one by one.
pub(crate) struct Judged<'de> {
    pub(crate) too_deep: Result<(), TokenError>,
    pub(crate) error: Result<(), TokenError>,
    pub(crate) access_token: Result<LenientValue<'de>, TokenError>,
    pub(crate) token_type: Result<Word, TokenError>,
    pub(crate) refresh_token: Result<Option<LenientValue<'de>>, TokenError>,
    /// How long the token lasts, and until when: both are known, or none.
    pub(crate) expires_in: Option<Duration>,
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) scope: Option<Granted<'de>>,
    pub(crate) deviations: Vec<Deviation>,
    /// The declaration says where the token is.
    is_placed: bool,
}

impl Judged<'_> {
    /// Returns why the response must not be taken for what it says, whatever the type that it is read as. What a vendor's
    /// own type finds, or where it looks for the token unless the declaration says that, is its own affair: that is a
    /// departure at most.
    pub(crate) fn danger(&mut self) -> Option<TokenError> {
        let is_absent = matches!(self.access_token, Err(TokenError::AccessTokenAbsent { .. }));
        let mut dangers = Vec::new();
        dangers.extend(std::mem::replace(&mut self.too_deep, Ok(())).err());
        match std::mem::replace(&mut self.error, Ok(())) {
            Err(TokenError::ErrorUnreadable) => self.deviations.push(Deviation::ErrorUnreadable),
            other => dangers.extend(other.err()),
        }
        if is_absent && !self.is_placed {
            return dangers.into_iter().next();
        }
        if let Err(error) = &self.access_token {
            dangers.push(error.clone());
        }
        match &self.token_type {
            Err(TokenError::TokenTypeNotText) => {
                self.deviations.push(Deviation::TokenTypeUnreadable);
            }
            Err(error) => dangers.push(error.clone()),
            Ok(_) => {}
        }
        if let Err(error) = &self.refresh_token {
            dangers.push(error.clone());
        }
        dangers.into_iter().next()
    }

    /// Tells whether the token is here, and not where only a vendor's own type looks for it.
    pub(crate) const fn has_token(&self) -> bool {
        self.access_token.is_ok()
    }
}

/// Tells whether this is a field of a form, and not a token that the form consists of.
fn is_surely_a_field(name: &str, value: &LenientValue<'_>) -> bool {
    let is_value = |text: Text<'_>| !text.as_str().is_empty() && !text.as_str().starts_with('=');
    name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && value.text().is_some_and(is_value)
}

fn judge_access_token(
    value: Option<LenientValue<'_>>,
    seen: Vec<String>,
) -> Result<LenientValue<'_>, TokenError> {
    let Some(value) = value else { return Err(TokenError::AccessTokenAbsent { seen }) };
    if value.is_null() {
        return Err(TokenError::AccessTokenNull);
    }
    if !value.is_string() {
        return Err(TokenError::AccessTokenNotText);
    }
    let is_good = match value.text() {
        Some(text) if text.as_str().is_empty() => return Err(TokenError::AccessTokenEmpty),
        Some(text) => is_visible(text.as_str()),
        None => false,
    };
    if is_good { Ok(value) } else { Err(TokenError::AccessTokenCharacters) }
}

type RefreshToken<'de> = Result<Option<LenientValue<'de>>, TokenError>;

fn judge_refresh_token(
    value: Option<LenientValue<'_>>,
    is_repaired: bool,
) -> (RefreshToken<'_>, Option<Deviation>) {
    let Some(value) = value else { return (Ok(None), None) };
    if value.is_null() {
        return (Ok(None), Some(Deviation::RefreshTokenNull));
    }
    let Some(text) = value.text() else {
        return (Ok(None), Some(Deviation::RefreshTokenUnreadable));
    };
    if text.as_str().is_empty() {
        return (Ok(None), Some(Deviation::RefreshTokenEmpty));
    }
    if is_repaired && text.as_str().contains(char::REPLACEMENT_CHARACTER) {
        return (Err(TokenError::RefreshTokenNotUtf8), None);
    }
    let is_odd = !is_visible(text.as_str());
    drop(text);
    (Ok(Some(value)), is_odd.then_some(Deviation::RefreshTokenCharacters))
}

fn judge_lifetime(
    value: Option<LenientValue<'_>>,
    format: TimeFormat,
    is_form: bool,
    deviations: &mut Vec<Deviation>,
) -> Option<Duration> {
    let Some(value) = value else {
        deviations.push(Deviation::ExpiresInAbsent);
        return None;
    };
    let Some(number) = value.number() else {
        deviations.push(Deviation::ExpiresInUnreadable);
        return None;
    };
    if !is_form && value.is_string() {
        deviations.push(Deviation::ExpiresInString);
    }
    let longest = LONGEST_EXPIRES_IN.as_secs();
    let floor = in_seconds(number.floor, format);
    let seconds = u64::try_from(floor.clamp(0, longest.into())).unwrap_or(longest);
    let oddity = match number.form {
        _ if floor > longest.into() => Some(Deviation::ExpiresInTooLarge),
        Form::Integer => None,
        Form::Float => Some(Deviation::ExpiresInFloat),
        Form::Fraction => Some(Deviation::ExpiresInFraction),
    };
    deviations.extend(oddity);
    if floor <= 0 {
        deviations.push(Deviation::ExpiresInNotPositive);
    }
    Some(Duration::from_secs(seconds))
}

fn in_seconds(number: i128, format: TimeFormat) -> i128 {
    if format == TimeFormat::Milliseconds { number.div_euclid(1000) } else { number }
}

/// Reads the moment at which a token expires.
fn judge_moment(
    value: &LenientValue<'_>,
    format: TimeFormat,
    received: SystemTime,
    deviations: &mut Vec<Deviation>,
) -> Option<(Duration, SystemTime)> {
    let latest = after(received, LONGEST_EXPIRES_IN);
    let moment = if format == TimeFormat::Iso8601 {
        value.text().and_then(|text| moment::from_date(text.as_str()))
    } else {
        // One that no clock can reach is as good as the last that one can.
        let seconds = value.number().map(|number| in_seconds(number.floor, format));
        seconds.map(|seconds| {
            let beyond = if seconds > 0 { latest } else { SystemTime::UNIX_EPOCH };
            i64::try_from(seconds).ok().and_then(moment::since_1970).unwrap_or(beyond)
        })
    };
    let Some(moment) = moment else {
        deviations.push(Deviation::ExpiresAtUnreadable);
        return None;
    };
    if moment <= received {
        deviations.push(Deviation::ExpiresAtPast);
        return Some((Duration::ZERO, moment));
    }
    if moment > latest {
        deviations.push(Deviation::ExpiresAtTooLate);
        return Some((LONGEST_EXPIRES_IN, latest));
    }
    let left = moment.duration_since(received).unwrap_or_default();
    Some((Duration::from_secs(left.as_secs()), moment))
}

/// A `scope`: as it came where it is to the letter, else as what was made of it.
pub(crate) enum Granted<'de> {
    AsItCame(LenientValue<'de>),
    Mended(Scopes),
}

impl From<Granted<'_>> for Scopes {
    fn from(granted: Granted<'_>) -> Self {
        match granted {
            Granted::AsItCame(value) => {
                value.text().map_or_else(Self::new, |text| Self::from(text.into_string()))
            }
            Granted::Mended(scopes) => scopes,
        }
    }
}

fn judge_scope<'de>(
    value: Option<LenientValue<'de>>,
    separator: Option<&str>,
    deviations: &mut Vec<Deviation>,
) -> Option<Granted<'de>> {
    let value = value?;
    if value.is_null() {
        deviations.push(Deviation::ScopeNull);
        return None;
    }
    let list = if value.is_list() { joined(&value) } else { None };
    if value.is_list() && list.is_some() {
        deviations.push(Deviation::ScopeArray);
    }
    let text = match &list {
        Some(list) => Some(Text::Borrowed(list)),
        None => value.text(),
    };
    let Some(text) = text else {
        deviations.push(Deviation::ScopeUnreadable);
        return None;
    };
    let text = text.as_str();
    if !Scopes::has_its_characters(text) {
        deviations.push(Deviation::ScopeCharacters);
    }
    let is_separated = separator.is_some_and(|separator| text.contains(separator));
    let is_one_way = !is_separated && !text.contains(',');
    if list.is_none() && !text.is_empty() && is_one_way && Scopes::is_normal(text) {
        return Some(Granted::AsItCame(value));
    }
    let scopes = Scopes::from_response(text, separator);
    if scopes.is_empty() {
        deviations.push(Deviation::ScopeEmpty);
    } else if is_separated {
        // It comes as the declaration says.
    } else if text.contains(',') {
        deviations.push(Deviation::ScopeCommas);
    } else if scopes != *text {
        deviations.push(Deviation::ScopeBlanks);
    }
    Some(Granted::Mended(scopes))
}

/// Joins the texts of a list; null items are left out.
fn joined(list: &LenientValue<'_>) -> Option<String> {
    let mut joined = Some(String::new());
    let mut is_first = true;
    list.for_each_item(|item| {
        if item.is_null() {
            return;
        }
        match (&mut joined, item.text()) {
            (Some(joined), Some(text)) => {
                if !std::mem::take(&mut is_first) {
                    joined.push(' ');
                }
                joined.push_str(text.as_str());
            }
            _ => joined = None,
        }
    });
    joined
}

/// The end of a lifetime. One that no clock can reach is no reason to think that the token lasts for ever.
pub(crate) fn after(received: SystemTime, lifetime: Duration) -> SystemTime {
    received.checked_add(lifetime).unwrap_or(received)
}
