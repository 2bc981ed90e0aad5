//! The token answer: what is needed to use a token, and whatever else came with it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::clock;
use crate::oauth::deviation::{self, Deviation};
use crate::oauth::lenient::value::{Form, LenientValue};
use crate::oauth::scope::Scopes;
use crate::secret::escape::Escaped;

/// How many names a [`TokenError::AccessTokenAbsent`] gives at most, and how deep they are looked for.
const SEEN_NAMES: usize = 16;
const SEEN_DEPTH: usize = 4;

crate::open_enum! {
    /// How a token is used.
    ///
    /// [RFC 6749, section 7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1)
    ///
    /// ```
    /// use oauth_runtime::token::TokenType;
    ///
    /// assert_eq!(TokenType::from("bearer"), TokenType::Bearer);
    /// ```
    #[ignore_case]
    pub enum TokenType {
        /// Whoever has the token may use it
        /// ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
        Bearer = "Bearer",
    }
}

/// A token, as a token endpoint answers it.
///
/// [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)
///
/// It is read with patience: a usable token is not lost to something odd beside it. Each departure from the RFC is
/// kept in [`Token::deviations`], and [`Token::strict`] makes errors of them; members that the RFC does not know are
/// kept in [`Token::extra`]. What would be dangerous to take for a token is a [`TokenError`].
///
/// It can be an answer type (`-> Token`), or a part of one, by its `Deserialize`: the time of receipt, from which
/// [`Token::expires_at`] is counted, is then the moment of reading. There is no `Serialize`, because writing a token
/// down shows its secrets: whoever does fills a type of their own, with `expose_secret` at each secret. The two tokens are wiped
/// when they are dropped, the members of [`Token::extra`] are not.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use oauth_runtime::{token::TokenType, ExposeSecret, Token};
///
/// let body = br#"{
///     "access_token": "2YotnFZFEjr1zCsicMWpAA",
///     "token_type": "Bearer",
///     "expires_in": 3600,
///     "scope": "read write",
///     "created_at": 1573979017
/// }"#;
/// let received = SystemTime::now();
/// let token = Token::from_json(body, received)?;
///
/// assert_eq!(token.access_token().expose_secret(), "2YotnFZFEjr1zCsicMWpAA");
/// assert_eq!(*token.token_type(), TokenType::Bearer);
/// assert!(token.scopes().is_some_and(|scopes| scopes.contains("write")));
/// assert_eq!(token.expires_at(), Some(received + Duration::from_secs(3600)));
/// assert_eq!(token.extra()["created_at"], 1_573_979_017);
/// assert!(token.deviations().is_empty());
/// # Ok::<(), oauth_runtime::token::TokenError>(())
/// ```
#[derive(Clone)]
#[allow(clippy::struct_field_names, reason = "the words of the RFC")]
pub struct Token {
    access_token: SecretString,
    token_type: TokenType,
    expires_in: Option<Duration>,
    expires_at: Option<SystemTime>,
    scopes: Option<Scopes>,
    refresh_token: Option<SecretString>,
    extra: Map<String, Value>,
    deviations: Vec<Deviation>,
}

impl Token {
    /// The longest lifetime that is taken from a server, about 136 years; longer ones become this.
    pub const LONGEST_EXPIRES_IN: Duration = Duration::from_secs(u32::MAX as u64);

    /// Reads the JSON body of an answer that was received at this time.
    ///
    /// # Errors
    ///
    /// A [`TokenError`] of its own kind for each way in which the body is no token, or not safely one.
    pub fn from_json(body: &[u8], received: SystemTime) -> Result<Self, TokenError> {
        Self::read_json(body, received, AcceptedTokenTypes::Known)
    }

    pub(crate) fn read_json(
        body: &[u8],
        received: SystemTime,
        words: AcceptedTokenTypes,
    ) -> Result<Self, TokenError> {
        let (body, marked) = match body.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => (rest, true),
            None => (body, false),
        };
        let text = String::from_utf8_lossy(body);
        let mut reader = serde_json::Deserializer::from_str(&text);
        let mut members = Members::deserialize(&mut reader).map_err(|error| not_members(&error))?;
        reader.end().map_err(|error| TokenError::TrailingBytes {
            line: error.line(),
            column: error.column(),
        })?;
        if marked {
            members.deviations.push(Deviation::ByteOrderMark);
        }
        if matches!(text, Cow::Owned(_)) {
            members.deviations.push(Deviation::InvalidUtf8);
            members.replaced = true;
        }
        members.words = words;
        members.into_token(received)
    }

    /// Reads the form-encoded body of an answer that was received at this time.
    ///
    /// This is a departure by itself ([`Deviation::FormEncoded`]); that numbers come as texts is then none.
    ///
    /// # Errors
    ///
    /// A [`TokenError`] of its own kind for each way in which the body is no token, or not safely one.
    pub fn from_form(body: &[u8], received: SystemTime) -> Result<Self, TokenError> {
        Self::read_form(body, received, AcceptedTokenTypes::Known)
    }

    pub(crate) fn read_form(
        body: &[u8],
        received: SystemTime,
        words: AcceptedTokenTypes,
    ) -> Result<Self, TokenError> {
        let (body, marked) = match body.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => (rest, true),
            None => (body, false),
        };
        let mut members =
            Members { format: Format::Form, replaced: true, words, ..Members::default() };
        members.deviations.push(Deviation::FormEncoded);
        if marked {
            members.deviations.push(Deviation::ByteOrderMark);
        }
        for (name, value) in form_urlencoded::parse(body.trim_ascii()) {
            members.take(name.into_owned(), LenientValue::Value(Value::String(value.into_owned())));
        }
        members.into_token(received)
    }

    /// Returns the token to be sent with requests.
    #[must_use]
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// Returns how the token is used, in the server's word.
    ///
    /// Every token here is used as `Bearer`; where that is the meaning and not the word, there is a
    /// [`Deviation::TokenTypeVendorWord`].
    #[must_use]
    pub fn token_type(&self) -> &TokenType {
        &self.token_type
    }

    /// Returns the scope of the token, where the server says it.
    ///
    /// Where it does not, it is the scope that was asked for.
    #[must_use]
    pub fn scopes(&self) -> Option<&Scopes> {
        self.scopes.as_ref()
    }

    /// Returns the token that buys new tokens, where there is one.
    ///
    /// An answer to a refresh without one means that the old one is still good.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&SecretString> {
        self.refresh_token.as_ref()
    }

    /// Returns the lifetime of the token from its receipt on, where it is known; in whole seconds, at most
    /// [`Token::LONGEST_EXPIRES_IN`].
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// Returns the moment at which the token expires, where it is known.
    ///
    /// It was computed once, from the time of receipt by the clock of this machine.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Tells whether the token has expired at this time, as far as is known; without an expiry it never has.
    #[must_use]
    pub fn is_expired_at(&self, time: SystemTime) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= time)
    }

    /// Returns the members that the RFC does not know. They may be secrets, such as an `id_token`.
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        &self.extra
    }

    /// Returns in what the answer departs from the RFC.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// Adds a departure that was seen outside the body, such as an odd status or `Content-Type`.
    pub fn add_deviation(&mut self, deviation: Deviation) {
        if !self.deviations.contains(&deviation) {
            self.deviations.push(deviation);
        }
    }

    /// Takes the lifetime that the declaration says, where the answer says none.
    pub(crate) fn assume_lifetime(&mut self, lifetime: Duration, received: SystemTime) {
        if self.expires_in.is_none() {
            self.expires_in = Some(lifetime);
            self.expires_at = Some(after(received, lifetime));
        }
    }

    /// Leaves out departures that the declaration names.
    pub(crate) fn forget_declared(&mut self, is_declared: impl Fn(&Deviation) -> bool) {
        self.deviations.retain(|deviation| !is_declared(deviation));
    }

    /// Insists on the letter of the RFC.
    ///
    /// # Errors
    ///
    /// [`TokenError::Deviations`] where there is any deviation that the RFC does not permit
    /// ([`Deviation::is_permitted`]).
    pub fn strict(self) -> Result<Self, TokenError> {
        if self.deviations.iter().all(Deviation::is_permitted) {
            Ok(self)
        } else {
            Err(TokenError::Deviations(self.deviations))
        }
    }
}

impl fmt::Debug for Token {
    /// Shows no secret: of the extra members only their names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = format_args!("[REDACTED]");
        let names: Vec<_> = self.extra.keys().map(|name| Escaped(name)).collect();
        f.debug_struct("Token")
            .field("access_token", &redacted)
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field("expires_at", &self.expires_at)
            .field("scopes", &self.scopes)
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| redacted))
            .field("extra", &names)
            .field("deviations", &self.deviations)
            .finish()
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Members::deserialize(deserializer)?.into_token(clock::now()).map_err(|error| {
            de::Error::custom(match &error {
                // Their texts are values of the server.
                TokenError::OAuth { .. } => &"the answer has an `error`" as &dyn fmt::Display,
                error => error,
            })
        })
    }
}

/// Why an answer is not taken for a token.
///
/// Neither `Display` nor `Debug` shows a value of the answer, except for the error code of a refusal.
///
/// ```
/// use std::time::SystemTime;
///
/// use oauth_runtime::{token::TokenError, Token};
///
/// let body = br#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"mac"}"#;
/// let error = Token::from_json(body, SystemTime::now()).unwrap_err();
/// assert_eq!(error, TokenError::TokenTypeUnusable);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The body is not JSON from this place on.
    #[non_exhaustive]
    NotJson {
        /// The line, from 1 on.
        line: usize,
        /// The column, from 1 on; 0 is the line break before the line.
        column: usize,
    },
    /// There is more after the JSON value.
    #[non_exhaustive]
    TrailingBytes {
        /// The line, from 1 on.
        line: usize,
        /// The column, from 1 on; 0 is the line break before the line.
        column: usize,
    },
    /// The body is JSON, but not an object.
    NotAnObject,
    /// The JSON is nested deeper than 128 levels.
    TooDeep,
    /// The server refused, maybe beside a token
    /// ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[non_exhaustive]
    OAuth {
        /// The error code, as the server sent it.
        error: String,
        /// The text for developers, as the server sent it. It may repeat secrets.
        description: Option<String>,
    },
    /// There is an `error` that is not a text.
    ErrorUnreadable,
    /// There is no `access_token`.
    #[non_exhaustive]
    AccessTokenAbsent {
        /// The names that are there instead, with dots where one is inside another (`data.access_token`); not all of
        /// many.
        seen: Vec<String>,
    },
    /// The `access_token` is null.
    AccessTokenNull,
    /// The `access_token` is empty.
    AccessTokenEmpty,
    /// The `access_token` is not a text.
    AccessTokenNotText,
    /// The `access_token` has a blank, a control character, or one beyond ASCII (RFC 6749, appendix A.12).
    AccessTokenCharacters,
    /// The `access_token` is there more than once.
    AccessTokenDuplicate,
    /// The `refresh_token` has bytes that are not UTF-8.
    RefreshTokenNotUtf8,
    /// The `token_type` is one that this crate cannot use, such as `mac`.
    TokenTypeUnusable,
    /// The `token_type` is not a text.
    TokenTypeNotText,
    /// The token is usable, but not to the letter of the RFC; only [`Token::strict`] says so.
    Deviations(Vec<Deviation>),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson { line, column } => {
                return write!(f, "the answer is not JSON at line {line}, column {column}");
            }
            Self::TrailingBytes { line, column } => {
                return write!(
                    f,
                    "the answer goes on after its JSON value at line {line}, column {column}"
                );
            }
            Self::NotAnObject => "the answer is not a JSON object",
            Self::TooDeep => "the answer is nested too deep",
            Self::OAuth { error, .. } => {
                return write!(f, "the server refused: {}", Escaped(error));
            }
            Self::ErrorUnreadable => "the answer has an `error` that is not a text",
            Self::AccessTokenAbsent { seen } if seen.is_empty() => {
                "the answer has no `access_token`"
            }
            Self::AccessTokenAbsent { seen } => {
                let names = Escaped(&seen.join(", ")).to_string();
                return write!(f, "the answer has no `access_token`, only: {names}");
            }
            Self::AccessTokenNull => "the `access_token` is null",
            Self::AccessTokenEmpty => "the `access_token` is empty",
            Self::AccessTokenNotText => "the `access_token` is not a text",
            Self::AccessTokenCharacters => "the `access_token` has characters that none may have",
            Self::AccessTokenDuplicate => "the `access_token` is there more than once",
            Self::RefreshTokenNotUtf8 => "the `refresh_token` is not UTF-8",
            Self::TokenTypeUnusable => "the `token_type` is not one that can be used",
            Self::TokenTypeNotText => "the `token_type` is not a text",
            Self::Deviations(deviations) => {
                return deviation::write_list(f, deviations);
            }
        })
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenError({self})")
    }
}

impl Error for TokenError {}

impl TokenError {
    /// Changes every text that the server sent.
    pub(crate) fn map(self, change: impl Fn(String) -> String) -> Self {
        match self {
            Self::OAuth { error, description } => {
                Self::OAuth { error: change(error), description: description.map(change) }
            }
            Self::AccessTokenAbsent { seen } => {
                Self::AccessTokenAbsent { seen: seen.into_iter().map(change).collect() }
            }
            other => other,
        }
    }
}

/// Says why a body could not be taken apart into members.
fn not_members(error: &serde_json::Error) -> TokenError {
    if error.is_data() {
        TokenError::NotAnObject
    } else {
        TokenError::NotJson { line: error.line(), column: error.column() }
    }
}

/// The end of a lifetime. One that no clock can reach is no reason to think that the token lasts for ever.
fn after(received: SystemTime, lifetime: Duration) -> SystemTime {
    received.checked_add(lifetime).unwrap_or(received)
}

/// Which words of a `token_type` are taken for `Bearer`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum AcceptedTokenTypes {
    /// Those that plainly mean it.
    #[default]
    Known,
    /// Any: the declaration says that the vendor has words of its own.
    Any,
}

/// The members of a token answer, as they came.
#[derive(Default)]
struct Members {
    access_token: Option<LenientValue>,
    token_type: Option<LenientValue>,
    expires_in: Option<LenientValue>,
    scope: Option<LenientValue>,
    refresh_token: Option<LenientValue>,
    error: Option<LenientValue>,
    error_description: Option<LenientValue>,
    extra: Map<String, Value>,
    deviations: Vec<Deviation>,
    /// Names that came more than once.
    repeated: BTreeSet<String>,
    /// One of several `token_type` cannot be used.
    unusable: bool,
    too_deep: bool,
    format: Format,
    words: AcceptedTokenTypes,
    /// Bytes that were not UTF-8 may have been replaced.
    replaced: bool,
}

#[derive(Default, PartialEq, Eq)]
enum Format {
    #[default]
    Json,
    /// Everything is text.
    Form,
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MembersVisitor)
    }
}

/// Takes an object; serde's own words for anything else would repeat the value.
struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with an `access_token`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key()? {
            members.take(name, map.next_value()?);
        }
        Ok(members)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Members, D::Error> {
        Members::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Members, D::Error> {
        Members::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Members, A::Error> {
        Err(de::Error::custom(TokenError::NotAnObject))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }

    fn visit_none<E: de::Error>(self) -> Result<Members, E> {
        Err(E::custom(TokenError::NotAnObject))
    }
}

impl Members {
    /// Puts one member where it belongs; of several with one name the last counts, except that nothing takes back a
    /// refusal.
    fn take(&mut self, name: String, value: LenientValue) {
        self.too_deep |= matches!(value, LenientValue::TooDeep);
        let place = match name.as_str() {
            "access_token" => &mut self.access_token,
            "token_type" => {
                let is_text = matches!(value, LenientValue::Value(Value::String(_)));
                self.unusable |= is_text && token_type(Some(&value)).is_none();
                &mut self.token_type
            }
            "expires_in" => &mut self.expires_in,
            "scope" => &mut self.scope,
            "refresh_token" => &mut self.refresh_token,
            "error" if self.error.as_ref().is_some_and(|error| !is_blank(error)) => {
                self.repeated.insert(name);
                return;
            }
            "error" => &mut self.error,
            "error_description" => &mut self.error_description,
            _ => return self.take_extra(name, value),
        };
        if place.replace(value).is_some() {
            self.repeated.insert(name);
        }
    }

    fn take_extra(&mut self, name: String, value: LenientValue) {
        let value = match value {
            LenientValue::Value(value) => value,
            LenientValue::Unrepresentable(text) => {
                self.deviations.push(Deviation::MemberUnreadable(name.clone()));
                Value::String(text)
            }
            LenientValue::TooDeep => return,
        };
        if self.extra.contains_key(&name) {
            self.repeated.insert(name.clone());
        }
        self.extra.insert(name, value);
    }

    /// Judges the whole: first what must not be taken for a token, then the token, then the rest.
    fn into_token(mut self, received: SystemTime) -> Result<Token, TokenError> {
        if self.too_deep {
            return Err(TokenError::TooDeep);
        }
        self.refuse_error()?;
        let access_token = self.access_token()?;
        let token_type = self.token_type()?;
        let refresh_token = self.refresh_token()?;
        let expires_in = self.expires_in();
        let scopes = self.scopes();
        if let Some(description) = self.error_description.take() {
            self.take_extra("error_description".to_owned(), description);
        }
        self.deviations.extend(self.repeated.into_iter().map(Deviation::DuplicateMember));
        Ok(Token {
            access_token,
            token_type,
            expires_in,
            expires_at: expires_in.map(|lifetime| after(received, lifetime)),
            scopes,
            refresh_token,
            extra: self.extra,
            deviations: self.deviations,
        })
    }

    fn refuse_error(&mut self) -> Result<(), TokenError> {
        match self.error.take() {
            None => Ok(()),
            Some(error) if is_blank(&error) => {
                self.deviations.push(Deviation::ErrorEmpty);
                Ok(())
            }
            Some(LenientValue::Value(Value::String(error))) => {
                let description = match self.error_description.take() {
                    Some(LenientValue::Value(Value::String(description))) => Some(description),
                    _ => None,
                };
                Err(TokenError::OAuth { error, description })
            }
            Some(_) => Err(TokenError::ErrorUnreadable),
        }
    }

    fn access_token(&mut self) -> Result<SecretString, TokenError> {
        if self.repeated.contains("access_token") {
            return Err(TokenError::AccessTokenDuplicate);
        }
        match self.access_token.take() {
            None => Err(TokenError::AccessTokenAbsent { seen: self.names() }),
            Some(LenientValue::Value(Value::Null)) => Err(TokenError::AccessTokenNull),
            Some(LenientValue::Value(Value::String(text))) => {
                let token = SecretString::from(text);
                if token.expose_secret().is_empty() {
                    Err(TokenError::AccessTokenEmpty)
                } else if is_visible(token.expose_secret()) {
                    Ok(token)
                } else {
                    Err(TokenError::AccessTokenCharacters)
                }
            }
            Some(LenientValue::Unrepresentable(text)) if text.starts_with('"') => {
                Err(TokenError::AccessTokenCharacters)
            }
            Some(_) => Err(TokenError::AccessTokenNotText),
        }
    }

    fn token_type(&mut self) -> Result<TokenType, TokenError> {
        let kind = match (self.words, &self.token_type) {
            (AcceptedTokenTypes::Any, Some(LenientValue::Value(Value::String(word)))) => {
                let known = token_type(self.token_type.as_ref());
                let own = || (TokenType::from(word.as_str()), Some(Deviation::TokenTypeVendorWord));
                Some(known.unwrap_or_else(own))
            }
            (_, value) => token_type(value.as_ref()).filter(|_| !self.unusable),
        };
        let (kind, deviation) = kind.ok_or(if self.unusable {
            TokenError::TokenTypeUnusable
        } else {
            TokenError::TokenTypeNotText
        })?;
        self.deviations.extend(deviation);
        Ok(kind)
    }

    fn refresh_token(&mut self) -> Result<Option<SecretString>, TokenError> {
        let deviation = match self.refresh_token.take() {
            None => return Ok(None),
            Some(LenientValue::Value(Value::Null)) => Deviation::RefreshTokenNull,
            Some(LenientValue::Value(Value::String(text))) if text.is_empty() => {
                Deviation::RefreshTokenEmpty
            }
            Some(LenientValue::Value(Value::String(text))) => {
                let token = SecretString::from(text);
                if self.replaced && token.expose_secret().contains(char::REPLACEMENT_CHARACTER) {
                    return Err(TokenError::RefreshTokenNotUtf8);
                }
                if !is_visible(token.expose_secret()) {
                    self.deviations.push(Deviation::RefreshTokenCharacters);
                }
                return Ok(Some(token));
            }
            Some(_) => Deviation::RefreshTokenUnreadable,
        };
        self.deviations.push(deviation);
        Ok(None)
    }

    fn expires_in(&mut self) -> Option<Duration> {
        let Some(value) = self.expires_in.take() else {
            self.deviations.push(Deviation::ExpiresInAbsent);
            return None;
        };
        let Some(number) = value.number() else {
            self.deviations.push(Deviation::ExpiresInUnreadable);
            return None;
        };
        if self.format == Format::Json && matches!(value, LenientValue::Value(Value::String(_))) {
            self.deviations.push(Deviation::ExpiresInString);
        }
        let longest = Token::LONGEST_EXPIRES_IN.as_secs();
        let seconds = u64::try_from(number.floor.clamp(0, longest.into())).unwrap_or(longest);
        let oddity = match number.form {
            _ if number.floor > longest.into() => Some(Deviation::ExpiresInTooLarge),
            Form::Integer => None,
            Form::Float => Some(Deviation::ExpiresInFloat),
            Form::Fraction => Some(Deviation::ExpiresInFraction),
        };
        self.deviations.extend(oddity);
        if number.floor <= 0 {
            self.deviations.push(Deviation::ExpiresInNotPositive);
        }
        Some(Duration::from_secs(seconds))
    }

    fn scopes(&mut self) -> Option<Scopes> {
        let text = match self.scope.take()? {
            LenientValue::Value(Value::String(text)) => text,
            LenientValue::Value(Value::Array(items)) => {
                let Some(text) = joined(&items) else {
                    self.deviations.push(Deviation::ScopeUnreadable);
                    return None;
                };
                self.deviations.push(Deviation::ScopeArray);
                text
            }
            LenientValue::Value(Value::Null) => {
                self.deviations.push(Deviation::ScopeNull);
                return None;
            }
            _ => {
                self.deviations.push(Deviation::ScopeUnreadable);
                return None;
            }
        };
        let commas = text.contains(',');
        let scopes: Scopes = text.split(',').collect();
        if scopes.is_empty() {
            self.deviations.push(Deviation::ScopeEmpty);
        } else if commas {
            self.deviations.push(Deviation::ScopeCommas);
        } else if scopes != *text {
            self.deviations.push(Deviation::ScopeBlanks);
        }
        Some(scopes)
    }

    /// The names that are there: where a token may be hidden, never what is in it.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (name, member) in [
            ("token_type", &self.token_type),
            ("expires_in", &self.expires_in),
            ("scope", &self.scope),
            ("refresh_token", &self.refresh_token),
        ] {
            if member.is_some() {
                names.push(name.to_owned());
            }
        }
        push_names(&mut names, "", &self.extra, SEEN_DEPTH);
        names
    }
}

fn push_names(names: &mut Vec<String>, path: &str, members: &Map<String, Value>, depth: usize) {
    for (name, value) in members {
        if names.len() >= SEEN_NAMES {
            return;
        }
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Object(inner) if depth > 1 && !inner.is_empty() => {
                push_names(names, &path, inner, depth - 1);
            }
            _ => names.push(path),
        }
    }
}

/// Reads a `token_type`: what it is and how it departs, or nothing where it cannot be used.
fn token_type(value: Option<&LenientValue>) -> Option<(TokenType, Option<Deviation>)> {
    match value {
        None | Some(LenientValue::Value(Value::Null)) => {
            Some((TokenType::Bearer, Some(Deviation::TokenTypeAbsent)))
        }
        Some(LenientValue::Value(Value::String(text))) if text.trim().is_empty() => {
            Some((TokenType::Bearer, Some(Deviation::TokenTypeAbsent)))
        }
        Some(LenientValue::Value(Value::String(text))) => match TokenType::from(text) {
            TokenType::Bearer => Some((TokenType::Bearer, None)),
            word if means_bearer(text) => Some((word, Some(Deviation::TokenTypeVendorWord))),
            TokenType::Other(_) => None,
        },
        Some(_) => None,
    }
}

/// Tells whether a vendor's word plainly means a token that whoever has it may use.
fn means_bearer(word: &str) -> bool {
    let word = word.trim().to_ascii_lowercase();
    let words = [
        "access_token",
        "bot",
        "jwt",
        "oauth",
        "oauth2",
        "token",
        "urn:ietf:params:oauth:token-type:access_token",
        "urn:ietf:params:oauth:token-type:jwt",
        "user",
    ];
    word.contains("bearer") || words.contains(&word.as_str())
}

/// Joins the texts of a list; null items are left out.
fn joined(items: &[Value]) -> Option<String> {
    let texts: Option<Vec<&str>> =
        items.iter().filter(|item| !item.is_null()).map(Value::as_str).collect();
    texts.map(|texts| texts.join(" "))
}

/// Tells whether a member is there without saying anything.
fn is_blank(value: &LenientValue) -> bool {
    match value {
        LenientValue::Value(Value::Null) => true,
        LenientValue::Value(Value::String(text)) => text.is_empty(),
        _ => false,
    }
}

/// Tells whether the text is VSCHAR without the blank.
pub(crate) fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: SystemTime = SystemTime::UNIX_EPOCH;
    const LONGEST: u64 = 4_294_967_295;

    fn json(body: &str) -> Result<Token, TokenError> {
        Token::from_json(body.as_bytes(), RECEIVED)
    }

    /// A good answer with these members more.
    fn with(members: &str) -> String {
        format!(r#"{{"access_token":"t0ken","token_type":"Bearer",{members}}}"#)
    }

    /// The answer, read, with `expires_in` there unless the members say so; also by `Deserialize`, from several sources.
    fn read(body: &str) -> Token {
        let token = json(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        let value: Value = serde_json::from_str(body).unwrap_or_default();
        let mut others: Vec<Token> = vec![
            serde_json::from_str(body).unwrap(),
            serde_json::from_reader(body.as_bytes()).unwrap(),
        ];
        if !value.is_null() && !body.contains(r#""twice""#) {
            others.push(serde_json::from_value(value).unwrap());
        }
        for other in others {
            assert_eq!(other.access_token.expose_secret(), token.access_token.expose_secret());
            assert_eq!(other.expires_in, token.expires_in);
            assert_eq!(other.scopes, token.scopes);
            assert_eq!(other.extra, token.extra);
        }
        token
    }

    #[test]
    fn a_good_answer_has_no_deviations() {
        let token = read(
            r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":3600,
            "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","scope":"a b","example_parameter":"example_value"}"#,
        );
        assert_eq!(token.access_token().expose_secret(), "2YotnFZFEjr1zCsicMWpAA");
        assert_eq!(token.token_type(), &TokenType::Bearer);
        assert_eq!(token.expires_in(), Some(Duration::from_secs(3600)));
        assert_eq!(token.expires_at(), Some(RECEIVED + Duration::from_secs(3600)));
        assert_eq!(token.refresh_token().unwrap().expose_secret(), "tGzv3JOkF0XG5Qx2TlKWIA");
        assert_eq!(token.scopes(), Some(&Scopes::from("a b")));
        assert_eq!(token.extra().len(), 1);
        assert_eq!(token.extra()["example_parameter"], "example_value");
        assert_eq!(token.deviations(), []);
        assert!(token.strict().is_ok());
    }

    /// Rows 44 to 47.
    #[test]
    fn odd_lifetimes_are_accepted() {
        use Deviation::{
            ExpiresInAbsent as Absent, ExpiresInFloat as Float, ExpiresInFraction as Fraction,
            ExpiresInNotPositive as NotPositive, ExpiresInString as Text,
            ExpiresInTooLarge as TooLarge, ExpiresInUnreadable as Unrepresentable,
        };
        for (value, seconds, deviations) in [
            ("3600", Some(3600), &[][..]),
            ("1", Some(1), &[]),
            ("4294967295", Some(LONGEST), &[]),
            (r#""3600""#, Some(3600), &[Text]),
            (r#"" 3600 ""#, Some(3600), &[Text]),
            (r#""3600.0""#, Some(3600), &[Text, Float]),
            ("3600.0", Some(3600), &[Float]),
            ("3.6e3", Some(3600), &[Float]),
            ("3599.5", Some(3599), &[Fraction]),
            ("0.5", Some(0), &[Fraction, NotPositive]),
            ("0", Some(0), &[NotPositive]),
            ("-0", Some(0), &[Float, NotPositive]),
            ("-1", Some(0), &[NotPositive]),
            ("-9223372036854775808", Some(0), &[NotPositive]),
            (r#""-1""#, Some(0), &[Text, NotPositive]),
            ("-1e400", Some(0), &[Float, NotPositive]),
            ("4294967296", Some(LONGEST), &[TooLarge]),
            ("1000000000000000000", Some(LONGEST), &[TooLarge]),
            ("18446744073709551617", Some(LONGEST), &[TooLarge]),
            ("1e400", Some(LONGEST), &[TooLarge]),
            (r#""1e400""#, Some(LONGEST), &[Text, TooLarge]),
            ("null", None, &[Unrepresentable]),
            (r#""""#, None, &[Unrepresentable]),
            (r#""never""#, None, &[Unrepresentable]),
            (r#""inf""#, None, &[Unrepresentable]),
            ("true", None, &[Unrepresentable]),
            ("[3600]", None, &[Unrepresentable]),
            ("{}", None, &[Unrepresentable]),
        ] {
            let token = read(&with(&format!(r#""expires_in":{value}"#)));
            let lifetime = seconds.map(Duration::from_secs);
            assert_eq!(token.expires_in(), lifetime, "{value}");
            assert_eq!(token.expires_at(), lifetime.map(|lifetime| RECEIVED + lifetime), "{value}");
            assert_eq!(token.deviations(), deviations, "{value}");
            assert_eq!(token.clone().strict().is_ok(), deviations.is_empty(), "{value}");
        }
        let token = read(&with(r#""expires_at":1735689600"#));
        assert_eq!((token.expires_in(), token.expires_at()), (None, None));
        assert_eq!(token.deviations(), [Absent]);
        assert_eq!(token.extra()["expires_at"], 1_735_689_600);
        assert!(token.strict().is_ok());
    }

    #[test]
    fn expiry_is_told_without_overflow() {
        let at = |body: &str, seconds| {
            let token = read(body);
            token.is_expired_at(RECEIVED + Duration::from_secs(seconds))
        };
        assert!(!at(&with(r#""expires_in":3600"#), 3599));
        assert!(at(&with(r#""expires_in":3600"#), 3600));
        assert!(at(&with(r#""expires_in":0"#), 0));
        assert!(at(&with(r#""expires_in":-1"#), 0));
        assert!(!at(&with(r#""x":1"#), u32::MAX.into()));

        let mut last = RECEIVED;
        let mut step = Duration::from_secs(1 << 62);
        while step > Duration::ZERO {
            match last.checked_add(step) {
                Some(later) => last = later,
                None => step /= 2,
            }
        }
        let token = Token::from_json(with(r#""expires_in":3600"#).as_bytes(), last).unwrap();
        assert!(token.is_expired_at(last));
    }
    #[test]
    fn token_types_are_judged() {
        use Deviation::{TokenTypeAbsent as Absent, TokenTypeVendorWord as VendorWord};
        for (member, word, deviation) in [
            (r#""token_type":"Bearer","#, "Bearer", None),
            (r#""token_type":"bearer","#, "Bearer", None),
            (r#""token_type":"BEARER","#, "Bearer", None),
            ("", "Bearer", Some(Absent)),
            (r#""token_type":null,"#, "Bearer", Some(Absent)),
            (r#""token_type":"","#, "Bearer", Some(Absent)),
            (r#""token_type":"BearerToken","#, "BearerToken", Some(VendorWord)),
            (r#""token_type":"bearer_token","#, "bearer_token", Some(VendorWord)),
            (r#""token_type":" Bearer","#, " Bearer", Some(VendorWord)),
            (r#""token_type":"user","#, "user", Some(VendorWord)),
        ] {
            let token = read(&format!(r#"{{"access_token":"t0ken",{member}"expires_in":1}}"#));
            assert_eq!(token.token_type().as_str(), word, "{member}");
            assert_eq!(token.deviations(), deviation.as_slice(), "{member}");
        }
        for value in [
            r#""mac""#,
            r#""MAC""#,
            r#""DPoP""#,
            r#""pop""#,
            r#""N_A""#,
            r#""s3cret""#,
            "1",
            "true",
            "[]",
            "{}",
        ] {
            let error = refused(&format!(
                r#"{{"access_token":"t0ken","token_type":{value},"expires_in":1}}"#
            ));
            let is_text = value.starts_with('"');
            let why = [TokenError::TokenTypeNotText, TokenError::TokenTypeUnusable];
            assert_eq!(error, why[usize::from(is_text)], "{value}");
        }
        for both in [
            r#""token_type":"mac","token_type":"Bearer""#,
            r#""token_type":"Bearer","token_type":"mac""#,
            r#""token_type":"mac","token_type":{}"#,
        ] {
            assert_eq!(
                refused(&format!(r#"{{"access_token":"t0ken",{both}}}"#)),
                TokenError::TokenTypeUnusable
            );
        }
    }
    #[test]
    fn odd_scopes_are_accepted() {
        use Deviation::{
            ScopeArray as Array, ScopeBlanks as Blanks, ScopeCommas as Commas, ScopeEmpty as Empty,
            ScopeNull as Null, ScopeUnreadable as Unrepresentable,
        };
        for (value, text, deviations) in [
            (r#""read write""#, Some("read write"), &[][..]),
            (r#""read""#, Some("read"), &[]),
            (r#"["read","write"]"#, Some("read write"), &[Array]),
            (r#"["read write",null]"#, Some("read write"), &[Array]),
            (r#"["read","","write"]"#, Some("read write"), &[Array, Blanks]),
            (r#"["a,b"]"#, Some("a b"), &[Array, Commas]),
            (r#""read,write""#, Some("read write"), &[Commas]),
            (r#""read, write,,""#, Some("read write"), &[Commas]),
            (r#""read  write""#, Some("read write"), &[Blanks]),
            (r#"" read write""#, Some("read write"), &[Blanks]),
            (r#""read\twrite\n""#, Some("read write"), &[Blanks]),
            (r#""""#, Some(""), &[Empty]),
            (r#"" ""#, Some(""), &[Empty]),
            (r#"",""#, Some(""), &[Empty]),
            ("[]", Some(""), &[Array, Empty]),
            ("null", None, &[Null]),
            ("7", None, &[Unrepresentable]),
            ("true", None, &[Unrepresentable]),
            (r#"["a",7]"#, None, &[Unrepresentable]),
            (r#"{"a":true}"#, None, &[Unrepresentable]),
            (r#""\ud800""#, None, &[Unrepresentable]),
        ] {
            let token = read(&with(&format!(r#""expires_in":1,"scope":{value}"#)));
            assert_eq!(token.scopes().map(Scopes::as_str), text, "{value}");
            assert_eq!(token.deviations(), deviations, "{value}");
        }
        assert_eq!(read(&with(r#""expires_in":1"#)).scopes(), None);
    }
    #[test]
    fn odd_refresh_tokens_do_not_cost_the_token() {
        for (value, kept, deviation) in [
            (r#""refr3sh""#, Some("refr3sh"), None),
            (r#""""#, None, Some(Deviation::RefreshTokenEmpty)),
            ("null", None, Some(Deviation::RefreshTokenNull)),
            ("7", None, Some(Deviation::RefreshTokenUnreadable)),
            (r#"["a"]"#, None, Some(Deviation::RefreshTokenUnreadable)),
            (r#""\ud800""#, None, Some(Deviation::RefreshTokenUnreadable)),
            (r#""a b""#, Some("a b"), Some(Deviation::RefreshTokenCharacters)),
            (r#""é""#, Some("é"), Some(Deviation::RefreshTokenCharacters)),
            ("\"\u{fffd}\"", Some("\u{fffd}"), Some(Deviation::RefreshTokenCharacters)),
        ] {
            let token = read(&with(&format!(r#""expires_in":1,"refresh_token":{value}"#)));
            assert_eq!(token.refresh_token().map(ExposeSecret::expose_secret), kept, "{value}");
            assert_eq!(token.deviations(), deviation.as_slice(), "{value}");
        }
    }

    /// Rows 27, 28 and 30.
    #[test]
    fn odd_bodies_are_accepted() {
        let body = with(r#""expires_in":1"#);
        let token =
            Token::from_json(&[b"\xEF\xBB\xBF", body.as_bytes()].concat(), RECEIVED).unwrap();
        assert_eq!(token.deviations(), [Deviation::ByteOrderMark]);

        let token = Token::from_json(
            &[
                br#"{"x":"a"#,
                &b"\xff"[..],
                br#"b","access_token":"t0ken","token_type":"bearer","expires_in":1}"#,
            ]
            .concat(),
            RECEIVED,
        )
        .unwrap();
        assert_eq!(token.deviations(), [Deviation::InvalidUtf8]);
        assert_eq!(token.extra()["x"], "a\u{fffd}b");

        let token = read(&with(r#""expires_in":1,"twice":1,"twice":2,"expires_in":2,"twice":3"#));
        assert_eq!(token.expires_in(), Some(Duration::from_secs(2)));
        assert_eq!(token.extra()["twice"], 3);
        let duplicate = |name: &str| Deviation::DuplicateMember(name.to_owned());
        assert_eq!(token.deviations(), [duplicate("expires_in"), duplicate("twice")]);

        let token = read(&with(r#""expires_in":1,"huge":1e400,"half":"\ud800","deeper":[-1e400]"#));
        assert_eq!(token.extra()["huge"], "1e400");
        assert_eq!(token.extra()["half"], r#""\ud800""#);
        assert_eq!(token.extra()["deeper"], "[-1e400]");
        assert_eq!(token.deviations().len(), 3);
        assert_eq!(token.deviations()[0], Deviation::MemberUnreadable("huge".to_owned()));

        for value in ["null", r#""""#] {
            let token = read(&with(&format!(
                r#""expires_in":1,"error":{value},"error_description":{value}"#
            )));
            assert_eq!(token.deviations(), [Deviation::ErrorEmpty]);
            assert!(token.extra().contains_key("error_description"));
        }
        assert!(json(&format!(" \r\n{body}\r\n\t ")).unwrap().deviations().is_empty());
    }

    /// The error of a body, having seen that no words about it show a value.
    fn refused(body: &str) -> TokenError {
        refused_bytes(body.as_bytes())
    }

    fn refused_bytes(body: &[u8]) -> TokenError {
        let error = Token::from_json(body, RECEIVED).unwrap_err();
        let by_serde = serde_json::from_slice::<Token>(body).unwrap_err();
        let mut words = vec![
            error.to_string(),
            format!("{error:?}"),
            by_serde.to_string(),
            format!("{by_serde:?}"),
        ];
        if let Ok(value) = serde_json::from_slice::<Value>(body)
            && let Err(error) = serde_json::from_value::<Token>(value)
        {
            words.push(error.to_string());
        }
        for words in words {
            for secret in ["t0ken", "s3cret", "4711"] {
                assert!(!words.contains(secret), "{words}");
            }
            assert!(!words.contains(char::is_control), "{words}");
        }
        error
    }
    #[test]
    fn bad_access_tokens_are_refused() {
        for (value, expected) in [
            (r#""""#, TokenError::AccessTokenEmpty),
            ("null", TokenError::AccessTokenNull),
            ("4711", TokenError::AccessTokenNotText),
            ("1e400", TokenError::AccessTokenNotText),
            ("true", TokenError::AccessTokenNotText),
            (r#"["t0ken"]"#, TokenError::AccessTokenNotText),
            (r#"{"t0ken":"t0ken"}"#, TokenError::AccessTokenNotText),
            (r#""t0ken\r\nX""#, TokenError::AccessTokenCharacters),
            (r#""t0ken X""#, TokenError::AccessTokenCharacters),
            (r#"" ""#, TokenError::AccessTokenCharacters),
            (r#""t0ken\u0000""#, TokenError::AccessTokenCharacters),
            (r#""t0ken\u007f""#, TokenError::AccessTokenCharacters),
            (r#""t0kén""#, TokenError::AccessTokenCharacters),
            (r#""t0ken\ud800""#, TokenError::AccessTokenCharacters),
            (r#""t0ken","access_token":"t0ken""#, TokenError::AccessTokenDuplicate),
            (r#""t0ken","access_token":null"#, TokenError::AccessTokenDuplicate),
            (r#""t0ken","\u0061ccess_token":"t0ken""#, TokenError::AccessTokenDuplicate),
        ] {
            assert_eq!(
                refused(&format!(r#"{{"access_token":{value},"token_type":"Bearer"}}"#)),
                expected,
                "{value}"
            );
        }
        let invalid = [br#"{"access_token":"t0k"#, &b"\xff"[..], br#"en"}"#].concat();
        assert_eq!(refused_bytes(&invalid), TokenError::AccessTokenCharacters);
        let invalid =
            [br#"{"access_token":"t0ken","refresh_token":"s3c"#, &b"\xff"[..], br#"ret"}"#]
                .concat();
        assert_eq!(refused_bytes(&invalid), TokenError::RefreshTokenNotUtf8);

        let (long, all) = (
            "x".repeat(200_000),
            ('!'..='~').filter(|c| !r#""\"#.contains(*c)).collect::<String>(),
        );
        for token in [long, all] {
            let body =
                format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":1}}"#);
            assert_eq!(read(&body).access_token().expose_secret(), token);
        }
    }
    #[test]
    fn tokens_elsewhere_are_refused_with_the_names_seen() {
        for (body, expected) in [
            ("{}", &[][..]),
            (r#"{"token_type":"bearer","expires_in":1}"#, &["token_type", "expires_in"]),
            (
                r#"{"status":"ok","data":{"access_token":"t0ken","more":{"a":1,"b":{}}}}"#,
                &["data.access_token", "data.more.a", "data.more.b", "status"],
            ),
            (r#"{"oauth_token":{"access_token":"t0ken"}}"#, &["oauth_token.access_token"]),
            (
                r#"{"accessToken":"t0ken","refresh_token":"s3cret"}"#,
                &["accessToken", "refresh_token"],
            ),
            (r#"{"list":["t0ken"]}"#, &["list"]),
            (r#"{"a":{"b":{"c":{"d":{"e":1}}}}}"#, &["a.b.c.d"]),
        ] {
            let TokenError::AccessTokenAbsent { mut seen } = refused(body) else {
                panic!("{body}")
            };
            seen.sort();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(seen, expected, "{body}");
        }
        assert_eq!(
            refused(r#"{"data":{"access_token":"t0ken"}}"#).to_string(),
            "the answer has no `access_token`, only: data.access_token"
        );
        let many: Vec<String> = (0..1000).map(|number| format!(r#""n\n{number}":1"#)).collect();
        let error = refused(&format!("{{{}}}", many.join(",")));
        assert!(error.to_string().len() < 500, "{error}");
    }
    #[test]
    fn an_error_is_a_refusal_even_beside_a_token() {
        for (members, error, description) in [
            (r#""error":"invalid_grant""#, "invalid_grant", None),
            (r#""error":"invalid_grant","error_description":"d""#, "invalid_grant", Some("d")),
            (r#""error":"invalid_grant","error_description":7"#, "invalid_grant", None),
            (r#""error":"invalid_grant","error":null"#, "invalid_grant", None),
            (r#""error":null,"error":"invalid_grant""#, "invalid_grant", None),
            (r#""error":"invalid_grant","access_token":"t0ken""#, "invalid_grant", None),
        ] {
            let expected = TokenError::OAuth {
                error: error.to_owned(),
                description: description.map(str::to_owned),
            };
            assert_eq!(refused(&format!("{{{members}}}")), expected, "{members}");
            assert_eq!(refused(&with(members)), expected, "{members}");
        }
        for value in ["7", "true", "false", "[]", r#"{"message":"s3cret"}"#, "1e400"] {
            assert_eq!(
                refused(&with(&format!(r#""error":{value}"#))),
                TokenError::ErrorUnreadable,
                "{value}"
            );
        }
        let error = serde_json::from_str::<Token>(r#"{"error":"s3cret"}"#).unwrap_err();
        assert!(!error.to_string().contains("s3cret"), "{error}");
        let error = json(r#"{"error":"a\n\u001b","error_description":"s3cret"}"#).unwrap_err();
        assert_eq!(error.to_string(), r"the server refused: a\n\u{1b}");
    }

    /// Rows 26, 31, 32, 35 and 42.
    #[test]
    fn bodies_that_are_no_object_are_refused() {
        let place = |line, column| TokenError::NotJson { line, column };
        let good = with(r#""expires_in":1"#);
        let deep = "[".repeat(100_000);
        for (body, expected) in [
            ("", place(1, 0)),
            (" \n", place(2, 0)),
            ("<html>s3cret</html>", place(1, 1)),
            ("{\"access_token\":\"t0ken\"", place(1, 23)),
            ("{\"access_token\":\n t0ken}", place(2, 3)),
            (&format!(")]}}'\n{good}"), place(1, 1)),
            (
                &format!("{{\"access_token\":\"t0ken\",\"x\":{deep}}}"),
                TokenError::NotJson { line: 1, column: 100_029 },
            ),
            (
                &format!("{{\"access_token\":\"t0ken\",\"x\":{deep}{}}}", "]".repeat(100_000)),
                TokenError::TooDeep,
            ),
            (
                &format!(
                    "{{\"access_token\":\"t0ken\",\"scope\":{}1{}}}",
                    "{\"a\":".repeat(100_000),
                    "}".repeat(100_000)
                ),
                TokenError::TooDeep,
            ),
            (
                &format!("{good}{good}"),
                TokenError::TrailingBytes { line: 1, column: good.len() + 1 },
            ),
            (
                &format!("{good}garbage"),
                TokenError::TrailingBytes { line: 1, column: good.len() + 1 },
            ),
            (&format!("{good}\0"), TokenError::TrailingBytes { line: 1, column: good.len() + 1 }),
            (&format!("[{good}]"), TokenError::NotAnObject),
            (&deep, TokenError::NotAnObject),
            (r#""t0ken""#, TokenError::NotAnObject),
            ("null", TokenError::NotAnObject),
            ("true", TokenError::NotAnObject),
            ("4711", TokenError::NotAnObject),
            ("-4711", TokenError::NotAnObject),
            ("4711.5", TokenError::NotAnObject),
            ("1e400", place(1, 5)),
        ] {
            let shown = body.get(..body.len().min(60));
            assert_eq!(refused(body), expected, "{shown:?}");
        }
        let invalid = [good.as_bytes(), b"\xff"].concat();
        assert!(matches!(refused_bytes(&invalid), TokenError::TrailingBytes { .. }));
    }
    #[test]
    fn forms_are_read() {
        let form = |body: &str| Token::from_form(body.as_bytes(), RECEIVED);
        let token = form(
            "access_token=t0ken&token_type=bearer&expires_in=3600&scope=read+write&x=%C3%A9\r\n",
        )
        .unwrap();
        assert_eq!(token.access_token().expose_secret(), "t0ken");
        assert_eq!(token.expires_in(), Some(Duration::from_secs(3600)));
        assert_eq!(token.scopes(), Some(&Scopes::from("read write")));
        assert_eq!(token.extra()["x"], "é");
        assert_eq!(token.deviations(), [Deviation::FormEncoded]);
        assert!(token.strict().is_err());

        let token =
            form("\u{feff}access_token=t0ken&scope=repo%2Cgist&token_type=&refresh_token=&error=")
                .unwrap();
        assert_eq!(token.scopes(), Some(&Scopes::from("repo gist")));
        for deviation in [
            Deviation::FormEncoded,
            Deviation::ByteOrderMark,
            Deviation::ScopeCommas,
            Deviation::TokenTypeAbsent,
            Deviation::RefreshTokenEmpty,
            Deviation::ErrorEmpty,
            Deviation::ExpiresInAbsent,
        ] {
            assert!(token.deviations().contains(&deviation), "{deviation}");
        }

        for (body, expected) in [
            ("", TokenError::AccessTokenAbsent { seen: vec![] }),
            (
                "oauth_token=t0ken",
                TokenError::AccessTokenAbsent { seen: vec!["oauth_token".to_owned()] },
            ),
            ("access_token=", TokenError::AccessTokenEmpty),
            ("access_token=t0+ken", TokenError::AccessTokenCharacters),
            ("access_token=t0%0d%0aken", TokenError::AccessTokenCharacters),
            ("access_token=t0%ffken", TokenError::AccessTokenCharacters),
            ("access_token=t0ken&refresh_token=%ff", TokenError::RefreshTokenNotUtf8),
            ("access_token=t0ken&access_token=t0ken", TokenError::AccessTokenDuplicate),
            ("access_token=t0ken&token_type=mac", TokenError::TokenTypeUnusable),
            (
                "access_token=t0ken&error=bad_verification_code&error_description=d",
                TokenError::OAuth {
                    error: "bad_verification_code".to_owned(),
                    description: Some("d".to_owned()),
                },
            ),
        ] {
            assert_eq!(form(body).unwrap_err(), expected, "{body}");
        }
    }

    #[derive(serde::Deserialize)]
    struct Nested {
        oauth_token: Token,
        none: Option<Token>,
        some: Option<Token>,
    }

    #[derive(serde::Deserialize)]
    struct Flat {
        #[serde(flatten)]
        token: Token,
        client_id: String,
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Token(Box<Token>),
    }

    #[test]
    fn tokens_can_be_parts_of_other_answers() {
        let good = with(r#""expires_in":1e400"#);
        let body = format!(r#"{{"oauth_token":{good},"none":null,"some":{good}}}"#);
        let nested: Nested = serde_json::from_str(&body).unwrap();
        assert_eq!(nested.oauth_token.deviations(), [Deviation::ExpiresInTooLarge]);
        assert!(nested.none.is_none() && nested.some.is_some());

        let body = with(r#""expires_in":"1","client_id":"c","scope":["a"]"#);
        let flat: Flat = serde_json::from_str(&body).unwrap();
        assert_eq!(flat.client_id, "c");
        assert_eq!(flat.token.deviations(), [Deviation::ExpiresInString, Deviation::ScopeArray]);

        let Either::Token(token) = serde_json::from_str(&with(r#""expires_in":1"#)).unwrap();
        assert!(token.deviations().is_empty());
    }

    #[test]
    fn notes_from_outside_are_kept_once() {
        let mut token = read(&with(r#""expires_in":1"#));
        token.add_deviation(Deviation::Status201);
        token.add_deviation(Deviation::ContentType);
        token.add_deviation(Deviation::Status201);
        assert_eq!(token.deviations(), [Deviation::Status201, Deviation::ContentType]);
        let error = token.strict().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the answer is not to the letter of RFC 6749, section 5.1: the status is 201, and 1 more"
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let token = read(&with(
            r#""refresh_token":"s3cret","id_token":"s3cret","a\n":{"b":"s3cret"},"scope":"read","twice":"s3cret","twice":"s3cret""#,
        ));
        let shown = format!("{token:?}");
        assert!(!shown.contains("t0ken") && !shown.contains("s3cret"), "{shown}");
        assert!(!shown.contains('\n'), "{shown}");
        for word in ["read", "id_token", "twice", "Bearer", r"a\n"] {
            assert!(shown.contains(word), "{shown}");
        }
    }

    #[test]
    fn many_members_are_read_soon() {
        let start = std::time::Instant::now();
        let many: Vec<String> =
            (0..50_000).map(|number| format!(r#""{number}":1e400,"{number}":0"#)).collect();
        let token = json(&with(&many.join(","))).unwrap();
        assert_eq!(token.extra().len(), 50_000);
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}
