//! One JSON value as its text: nothing odd in it makes the rest of a response unreadable, and it costs no more than its bytes.

mod cow_str;
mod deserializer;
mod handed;
mod oddity;

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use secrecy::zeroize::Zeroizing;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::oauth::lenient::number::Number;
pub(crate) use crate::oauth::lenient::value::cow_str::CowStr;
use crate::oauth::lenient::value::deserializer::{LENIENT, ValueDeserializer};
pub(crate) use crate::oauth::lenient::value::handed::{OfSerdeJson, RAW};
pub(crate) use crate::oauth::lenient::value::oddity::Oddity;

/// A JSON value that is well-formed, as its text.
///
/// A text that is not borrowed is wiped when it is dropped: it may be a token.
#[derive(Clone)]
pub(crate) struct LenientValue<'de> {
    json: Json<'de>,
    kind: Kind,
}

#[derive(Clone)]
enum Json<'de> {
    Borrowed(&'de str),
    Owned(Zeroizing<String>),
}

/// What a value is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A string without escapes.
    Plain,
    /// A string with escapes.
    Escaped,
    Number,
    /// `null`, `true` or `false`.
    Word,
    List,
    Object,
}

impl Kind {
    fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'"') if memchr(b'\\', json.as_bytes()).is_some() => Self::Escaped,
            Some(b'"') => Self::Plain,
            Some(b'[') => Self::List,
            Some(b'{') => Self::Object,
            Some(b'-' | b'0'..=b'9') => Self::Number,
            _ => Self::Word,
        }
    }
}

/// The text of a JSON string.
pub(crate) enum Text<'a> {
    Borrowed(&'a str),
    /// It had escapes.
    Owned(Zeroizing<String>),
}

impl Text<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }

    pub(crate) fn into_string(self) -> String {
        match self {
            Self::Borrowed(text) => text.to_owned(),
            Self::Owned(mut text) => std::mem::take(&mut *text),
        }
    }
}

impl<'de> LenientValue<'de> {
    /// Takes the text of a value, which has to be well-formed.
    pub(super) fn borrowed(json: &'de str) -> Self {
        Self { kind: Kind::of(json), json: Json::Borrowed(json) }
    }

    pub(super) fn owned(json: String) -> Self {
        Self::wiped(Zeroizing::new(json))
    }

    /// Takes the text of a value that is wiped with it, which has to be well-formed.
    pub(crate) fn wiped(json: Zeroizing<String>) -> Self {
        Self { kind: Kind::of(&json), json: Json::Owned(json) }
    }

    /// Writes a text down as a JSON string.
    pub(crate) fn string(text: &str) -> Self {
        Self::owned(serde_json::to_string(text).unwrap_or_default())
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> &str {
        match &self.json {
            Json::Borrowed(json) => json,
            Json::Owned(json) => json,
        }
    }

    /// The value as JSON, for as long as what it was read from.
    pub(crate) const fn as_borrowed(&self) -> Option<&'de str> {
        match self.json {
            Json::Borrowed(json) => Some(json),
            Json::Owned(_) => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.kind == Kind::Word && self.json() == "null"
    }

    pub(crate) fn is_string(&self) -> bool {
        matches!(self.kind, Kind::Plain | Kind::Escaped)
    }

    pub(crate) fn is_list(&self) -> bool {
        self.kind == Kind::List
    }

    /// Tells whether it is an object with something in it.
    pub(crate) fn is_filled_object(&self) -> bool {
        let inner = self.json().strip_prefix('{');
        inner.is_some_and(|inner| !inner.trim_ascii_start().starts_with('}'))
    }

    /// Tells whether it is there without saying anything: null, or an empty string.
    pub(crate) fn is_blank(&self) -> bool {
        self.is_null() || (self.kind == Kind::Plain && self.json().len() == 2)
    }

    /// The text of a string; nothing where it is none, or has half of a surrogate pair in it.
    pub(crate) fn text(&self) -> Option<Text<'_>> {
        match self.kind {
            Kind::Plain => inside(self.json()).map(Text::Borrowed),
            Kind::Escaped => {
                serde_json::from_str(self.json()).ok().map(|text| Text::Owned(Zeroizing::new(text)))
            }
            _ => None,
        }
    }

    /// The text of a string, or a number that can be held, `true` or `false` as it is written.
    pub(crate) fn scalar(&self) -> Option<Text<'_>> {
        match self.kind {
            Kind::Plain | Kind::Escaped => self.text(),
            Kind::Number => self.oddity().is_none().then(|| Text::Borrowed(self.json())),
            Kind::Word if !self.is_null() => Some(Text::Borrowed(self.json())),
            _ => None,
        }
    }

    /// Reads a number, in quotes or not.
    pub(crate) fn number(&self) -> Option<Number> {
        match self.kind {
            Kind::Plain | Kind::Escaped => Number::read(self.text()?.as_str().trim()),
            Kind::Number => Number::read(self.json()),
            _ => None,
        }
    }

    /// Goes through the items of a list; of anything else there are none.
    pub(crate) fn for_each_item(&self, each: impl FnMut(LenientValue<'_>)) {
        for_each_item(self.json(), each);
    }

    /// The value as a deserializer, for as long as what it was read from.
    pub(crate) fn as_deserializer(&self) -> Option<ValueDeserializer<'de>> {
        let json = self.as_borrowed()?;
        Some(ValueDeserializer::new(json, self.kind == Kind::Plain))
    }

    /// Tells what keeps `serde_json` from holding it: its depth, `1e400`, half of a surrogate pair. Nothing, for nearly all.
    pub(crate) fn oddity(&self) -> Option<Oddity> {
        match self.kind {
            Kind::Plain | Kind::Word => None,
            Kind::Number if oddity::is_plain_number(self.json()) => None,
            _ => oddity::find(self.json()),
        }
    }

    /// The value; where nothing can hold it, its text.
    pub(crate) fn to_value(&self) -> Value {
        serde_json::from_str(self.json()).unwrap_or_else(|_| Value::String(self.json().to_owned()))
    }
}

/// Goes through the items of a list; of anything else there are none.
pub(crate) fn for_each_item<'de>(json: &'de str, mut each: impl FnMut(LenientValue<'de>)) {
    let mut reader = serde_json::Deserializer::from_str(json);
    drop(reader.deserialize_any(Items(&mut each)));
}

impl<'de> From<Cow<'de, str>> for LenientValue<'de> {
    /// Takes the text of a value, which has to be well-formed.
    fn from(json: Cow<'de, str>) -> Self {
        match json {
            Cow::Borrowed(json) => Self::borrowed(json),
            Cow::Owned(json) => Self::owned(json),
        }
    }
}

/// What is inside the quotes of a JSON string.
fn inside(json: &str) -> Option<&str> {
    json.get(1..json.len().checked_sub(1)?)
}

impl<'de> Deserialize<'de> for LenientValue<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(LENIENT, LenientVisitor { is_last: false })
    }
}

/// Asks the reader of this crate, then `serde_json`, then any other format.
struct LenientVisitor {
    /// The first two have been asked.
    is_last: bool,
}

fn written<'de, E: de::Error>(value: &Value) -> Result<LenientValue<'de>, E> {
    let json = serde_json::to_string(value).map_err(|_| E::custom("a value cannot be written"))?;
    Ok(LenientValue::owned(json))
}

impl<'de> Visitor<'de> for LenientVisitor {
    type Value = LenientValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    /// Whoever does not know the name hands over itself.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        if self.is_last {
            return written(&Value::deserialize(deserializer)?);
        }
        deserializer.deserialize_newtype_struct(RAW, Self { is_last: true })
    }

    /// The reader of this crate, which knows the name, hands over the JSON.
    fn visit_borrowed_bytes<E: de::Error>(self, json: &'de [u8]) -> Result<Self::Value, E> {
        let json = std::str::from_utf8(json).map_err(E::custom)?;
        Ok(LenientValue::borrowed(json))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = serde_json::Map::new();
        while let Some(CowStr(name)) = members.next_key()? {
            if map.is_empty() && name == RAW {
                return members.next_value::<CowStr<'de>>().map(|CowStr(json)| json.into());
            }
            map.insert(name.into_owned(), members.next_value()?);
        }
        written(&Value::Object(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        written(&Value::deserialize(SeqAccessDeserializer::new(items))?)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        LenientValue::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        written(&value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        written(&value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        written(&value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        written(&value.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(LenientValue::string(text))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(LenientValue::borrowed("null"))
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(LenientValue::borrowed("null"))
    }
}

/// Goes through a list and keeps nothing.
struct Items<'a, 'de>(&'a mut dyn FnMut(LenientValue<'de>));

impl<'de> Visitor<'de> for Items<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::IntoDeserializer;
    use serde::de::value::Error;

    use super::*;

    fn show(value: &LenientValue<'_>) -> String {
        match value.oddity() {
            None => value.to_value().to_string(),
            Some(Oddity::Unrepresentable) => format!("unreadable {}", value.json()),
            Some(Oddity::TooDeep) => "too deep".to_owned(),
        }
    }

    #[test]
    fn any_value_is_read_from_any_source() {
        for (json, expected) in [
            ("null", "null"),
            ("true", "true"),
            ("-1", "-1"),
            ("1.5", "1.5"),
            (r#""a\n""#, r#""a\n""#),
            ("[1, {}]", "[1,{}]"),
            (r#"{"b":[null],"c":{}}"#, r#"{"b":[null],"c":{}}"#),
        ] {
            let json = format!(r#"{{"a":{json}}}"#);
            let value: Value = serde_json::from_str(&json).unwrap();
            for members in [
                serde_json::from_str::<BTreeMap<String, LenientValue<'_>>>(&json).unwrap(),
                serde_json::from_slice(json.as_bytes()).unwrap(),
                BTreeMap::deserialize(&mut serde_json::Deserializer::from_reader(json.as_bytes()))
                    .unwrap(),
                BTreeMap::deserialize(&value).unwrap(),
                BTreeMap::deserialize(value.clone()).unwrap(),
            ] {
                assert_eq!(show(&members["a"]), expected);
            }
        }
    }

    #[test]
    fn other_deserializers_work() {
        #[derive(serde::Deserialize)]
        struct Outer<'a> {
            #[serde(flatten, borrow)]
            inner: BTreeMap<String, LenientValue<'a>>,
        }
        let outer: Outer<'_> = serde_json::from_str(r#"{"a":{"b":"c"},"d":null}"#).unwrap();
        assert_eq!(show(&outer.inner["a"]), r#"{"b":"c"}"#);
        assert_eq!(show(&outer.inner["d"]), "null");

        let form: BTreeMap<String, LenientValue<'_>> = serde_urlencoded::from_str("a=1").unwrap();
        assert_eq!(show(&form["a"]), r#""1""#);

        let from_text =
            LenientValue::deserialize(IntoDeserializer::<Error>::into_deserializer("x")).unwrap();
        assert_eq!(show(&from_text), r#""x""#);
        let map = BTreeMap::from([("x", 1_u8)]);
        let from_map =
            LenientValue::deserialize(IntoDeserializer::<Error>::into_deserializer(map)).unwrap();
        assert_eq!(show(&from_map), r#"{"x":1}"#);
        let from_list =
            LenientValue::deserialize(IntoDeserializer::<Error>::into_deserializer(vec![1_u8]))
                .unwrap();
        assert_eq!(show(&from_list), "[1]");
    }

    #[test]
    fn odd_values_leave_their_neighbours_alone() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        for (json, expected) in [
            ("1e400", "unreadable 1e400"),
            ("-1e400", "unreadable -1e400"),
            (r#""\ud800""#, r#"unreadable "\ud800""#),
            (&deep, "too deep"),
        ] {
            let json = format!(r#"{{"a":{json},"b":1}}"#);
            for members in [
                serde_json::from_str::<BTreeMap<String, LenientValue<'_>>>(&json).unwrap(),
                serde_json::from_slice(json.as_bytes()).unwrap(),
                BTreeMap::deserialize(&mut serde_json::Deserializer::from_reader(json.as_bytes()))
                    .unwrap(),
            ] {
                assert_eq!(show(&members["a"]), expected);
                assert_eq!(show(&members["b"]), "1");
            }
        }
        for json in [
            r#"{"a":"#,
            r#"{"a":1e}"#,
            r#"{"a":"\x"}"#,
            r#"{"a":[}"#,
            r#"{"a":01}"#,
            r#"{"a":nul}"#,
        ] {
            assert!(
                serde_json::from_str::<BTreeMap<String, LenientValue<'_>>>(json).is_err(),
                "{json}"
            );
        }
    }

    #[test]
    fn numbers_are_floored_and_saturate() {
        for (json, expected) in [
            ("0", Some((0, crate::oauth::lenient::number::Form::Integer))),
            ("-1", Some((-1, crate::oauth::lenient::number::Form::Integer))),
            ("3600", Some((3600, crate::oauth::lenient::number::Form::Integer))),
            (r#"" 3600 ""#, Some((3600, crate::oauth::lenient::number::Form::Integer))),
            (r#""+3600""#, Some((3600, crate::oauth::lenient::number::Form::Integer))),
            ("3600.0", Some((3600, crate::oauth::lenient::number::Form::Float))),
            ("3.6e3", Some((3600, crate::oauth::lenient::number::Form::Float))),
            ("3599.5", Some((3599, crate::oauth::lenient::number::Form::Fraction))),
            (r#""3599.5""#, Some((3599, crate::oauth::lenient::number::Form::Fraction))),
            ("-0.5", Some((-1, crate::oauth::lenient::number::Form::Fraction))),
            (
                "18446744073709551617",
                Some((18_446_744_073_709_551_617, crate::oauth::lenient::number::Form::Integer)),
            ),
            (
                r#""18446744073709551617""#,
                Some((18_446_744_073_709_551_617, crate::oauth::lenient::number::Form::Integer)),
            ),
            ("1e400", Some((i128::MAX, crate::oauth::lenient::number::Form::Float))),
            ("-1e400", Some((i128::MIN, crate::oauth::lenient::number::Form::Float))),
            (r#""1e400""#, Some((i128::MAX, crate::oauth::lenient::number::Form::Float))),
            ("null", None),
            ("true", None),
            ("[1]", None),
            (r#""""#, None),
            (r#""never""#, None),
            (r#""inf""#, None),
            (r#""NaN""#, None),
            (r#""-""#, None),
            (r#""--1""#, None),
            (r#""1h""#, None),
            (r#""1,000""#, None),
            (r#""0x10""#, None),
            (r#"".5""#, None),
        ] {
            let value: LenientValue<'_> = serde_json::from_str(json).unwrap();
            assert_eq!(
                value.number().map(|number| (number.floor, number.form)),
                expected,
                "{json}"
            );
        }
        let long = format!("\"-{}\"", "9".repeat(100_000));
        assert_eq!(
            serde_json::from_str::<LenientValue<'_>>(&long).unwrap().number().unwrap().floor,
            i128::MIN
        );
    }
}
