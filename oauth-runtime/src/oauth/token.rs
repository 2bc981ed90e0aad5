//! The token of a token response: what is needed to use it, and whatever else came with it.

pub(crate) mod error;
pub(crate) mod extra;
pub(crate) mod kind;
mod known;
pub(crate) mod members;
pub(crate) mod names;
pub(crate) mod shape;

use std::fmt;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::body::{self, Repaired};
use crate::clock;
use crate::oauth::deviation::Deviation;
use crate::oauth::lenient::value::{CowStr, LenientValue, Text};
use crate::oauth::reader::{Failure, FailureKind, Noted, Notes, read_text};
use crate::oauth::scope::Scopes;
use crate::oauth::token::error::TokenError;
use crate::oauth::token::extra::Extra;
use crate::oauth::token::kind::{AcceptedTokenTypes, TokenType};
use crate::oauth::token::members::{Judged, LONGEST_EXPIRES_IN, Members, after};
use crate::oauth::token::shape::Shape;
use crate::secret::escape::Escaped;

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
/// down shows its secrets: whoever does fills a type of their own, with `expose_secret` at each secret. Its secrets are wiped when they
/// are dropped; the members that [`Token::extra`] hands out are not.
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
    extra: Extra,
    deviations: Vec<Deviation>,
}

impl Token {
    /// The longest lifetime that is taken from a server, about 136 years; longer ones become this.
    pub const LONGEST_EXPIRES_IN: Duration = LONGEST_EXPIRES_IN;

    /// Reads the JSON body of a response that was received at this time.
    ///
    /// # Errors
    ///
    /// A [`TokenError`] of its own kind for each way in which the body is no token, or not safely one.
    pub fn from_json(body: &[u8], received: SystemTime) -> Result<Self, TokenError> {
        let Repaired { text, has_mark, has_replacements } =
            body::repaired(body).ok_or(TokenError::NotJson { line: 1, column: 0 })?;
        let mut members =
            Members::of_a_token(Shape::default(), AcceptedTokenTypes::Known, has_replacements);
        members.begin(has_mark);
        let mut notes = Notes::of_a_token(text.as_bytes(), members);
        read_text::<Noted>(&text, &mut notes)?;
        Self::from_members(&mut notes.members, received)
    }

    /// Reads the form-encoded body of a response that was received at this time.
    ///
    /// This is a departure by itself ([`Deviation::FormEncoded`]); that numbers come as texts is then none.
    ///
    /// # Errors
    ///
    /// A [`TokenError`] of its own kind for each way in which the body is no token, or not safely one.
    pub fn from_form(body: &[u8], received: SystemTime) -> Result<Self, TokenError> {
        let mut members = Members::of_a_token(Shape::default(), AcceptedTokenTypes::Known, true);
        members.take_form(body);
        Self::from_members(&mut members, received)
    }

    pub(crate) fn from_members(
        members: &mut Members<'_>,
        received: SystemTime,
    ) -> Result<Self, TokenError> {
        let extra = members.take_extra();
        let Judged {
            too_deep,
            error,
            access_token,
            token_type,
            refresh_token,
            expires_in,
            expires_at,
            scope,
            deviations,
            ..
        } = members.judge(extra.json(), received);
        too_deep?;
        error?;
        let secret =
            |value: LenientValue<'_>| value.text().map(Text::into_string).map(SecretString::from);
        Ok(Self {
            access_token: secret(access_token?).ok_or(TokenError::AccessTokenCharacters)?,
            token_type: token_type?.into(),
            expires_in,
            expires_at,
            scopes: scope.map(Scopes::from),
            refresh_token: refresh_token?.and_then(secret),
            extra,
            deviations,
        })
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
    /// It was computed once, from the time of receipt by the clock of this machine; or it is the moment that the answer tells,
    /// where a declaration says so.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Tells whether the token has expired at this time, as far as is known; without an expiry it never has.
    #[must_use]
    pub fn is_expired_at(&self, time: SystemTime) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= time)
    }

    /// Returns the members that the RFC does not know, which are read now. They may be secrets, such as an `id_token`.
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        self.extra.members()
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
        let names = self.extra.names();
        let names: Vec<_> = names.iter().map(|name| Escaped(name)).collect();
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

impl From<Failure> for TokenError {
    fn from(failure: Failure) -> Self {
        let Failure { line, column, kind } = failure;
        match kind {
            FailureKind::OtherShape => Self::NotAnObject,
            FailureKind::Trailing => Self::TrailingBytes { line, column },
            _ => Self::NotJson { line, column },
        }
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = deserializer.deserialize_any(MembersVisitor)?;
        Self::from_members(&mut members, clock::now()).map_err(|error| {
            de::Error::custom(match &error {
                // Their texts are values of the server.
                TokenError::OAuth { .. } => &"the answer has an `error`" as &dyn fmt::Display,
                error => error,
            })
        })
    }
}

/// Takes an object; serde's own words for anything else would repeat the value.
struct MembersVisitor;

macro_rules! not_an_object {
    ($($method:ident($($value:ident: $type:ty)?))*) => {$(
        fn $method<E: de::Error>(self $(, $value: $type)?) -> Result<Self::Value, E> {
            $(let _ = $value;)?
            Err(E::custom(TokenError::NotAnObject))
        }
    )*};
}

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with an `access_token`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Members::of_a_token(Shape::default(), AcceptedTokenTypes::Known, false);
        while let Some(CowStr(name)) = map.next_key()? {
            members.take(&name, map.next_value::<LenientValue<'de>>()?);
        }
        Ok(members)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Members<'de>, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        inner: D,
    ) -> Result<Members<'de>, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Members<'de>, A::Error> {
        Err(de::Error::custom(TokenError::NotAnObject))
    }

    not_an_object! {
        visit_bool(value: bool) visit_i64(value: i64) visit_u64(value: u64) visit_f64(value: f64) visit_str(value: &str)
        visit_unit() visit_none()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

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
            assert_eq!(other.extra(), token.extra());
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
            ("-0", Some(0), &[NotPositive]),
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
            r#""nonbearer""#,
            r#""mac-not-bearer""#,
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
            ScopeArray as Array, ScopeBlanks as Blanks, ScopeCharacters as Characters,
            ScopeCommas as Commas, ScopeEmpty as Empty, ScopeNull as Null,
            ScopeUnreadable as Unrepresentable,
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
            (r#""read \"write\"""#, Some("read \"write\""), &[Characters]),
            (r#""a\\b""#, Some("a\\b"), &[Characters]),
            (r#""lesen schön""#, Some("lesen schön"), &[Characters]),
            (r#""a\u0001""#, Some("a\u{1}"), &[Characters]),
            (r#""a\u007f""#, Some("a\u{7f}"), &[Characters]),
            (r#"["é","a  b"]"#, Some("é a b"), &[Array, Characters, Blanks]),
            (r#""!#$%&'()*+-./:;<=>?@[]^_`{|}~""#, Some("!#$%&'()*+-./:;<=>?@[]^_`{|}~"), &[]),
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
