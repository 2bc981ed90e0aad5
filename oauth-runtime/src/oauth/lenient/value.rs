//! One JSON value as its text: nothing odd in it makes the rest of a response unreadable, and it costs no more than its bytes.

use std::borrow::Cow;
use std::fmt;

use secrecy::zeroize::Zeroizing;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::oauth::lenient::number::Number;

/// The name by which `serde_json` hands over the text of a value instead of the value.
///
/// Other formats, and a `serde_json` that knows the name no longer, hand over the value, which is written down again. Then
/// a value that nothing can hold, such as `1e400`, is an error where it was none.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// How deep a value may be nested: what `serde_json` reads.
const DEEPEST: usize = 127;

/// How many digits in a row are surely a number that can be held.
const LONGEST_NUMBER: usize = 300;

/// A JSON value that is well-formed, as its text.
///
/// A text that is not borrowed is wiped when it is dropped: it may be a token.
#[derive(Clone)]
pub(crate) enum LenientValue<'de> {
    Borrowed(&'de str),
    Owned(Zeroizing<String>),
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
    /// Writes a text down as a JSON string.
    pub(crate) fn string(text: &str) -> Self {
        Self::Owned(Zeroizing::new(serde_json::to_string(text).unwrap_or_default()))
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> &str {
        match self {
            Self::Borrowed(json) => json,
            Self::Owned(json) => json,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.json() == "null"
    }

    pub(crate) fn is_string(&self) -> bool {
        self.json().starts_with('"')
    }

    pub(crate) fn is_list(&self) -> bool {
        self.json().starts_with('[')
    }

    /// Tells whether it is an object with something in it.
    pub(crate) fn is_filled_object(&self) -> bool {
        let inner = self.json().strip_prefix('{');
        inner.is_some_and(|inner| !inner.trim_ascii_start().starts_with('}'))
    }

    /// Tells whether it is there without saying anything: null, or an empty string.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.json(), "null" | "\"\"")
    }

    /// The text of a string; nothing where it is none, or has half of a surrogate pair in it.
    pub(crate) fn text(&self) -> Option<Text<'_>> {
        let inner = self.json().strip_prefix('"')?.strip_suffix('"')?;
        if !inner.as_bytes().contains(&b'\\') {
            return Some(Text::Borrowed(inner));
        }
        serde_json::from_str(self.json()).ok().map(|text| Text::Owned(Zeroizing::new(text)))
    }

    /// The text of a string, or a number that can be held, `true` or `false` as it is written.
    pub(crate) fn scalar(&self) -> Option<Text<'_>> {
        match self.json().as_bytes().first()? {
            b'"' => self.text(),
            b'n' | b'[' | b'{' => None,
            _ => self.oddity().is_none().then(|| Text::Borrowed(self.json())),
        }
    }

    /// Reads a number, in quotes or not.
    pub(crate) fn number(&self) -> Option<Number> {
        match self.json().as_bytes().first()? {
            b'"' => Number::read(self.text()?.as_str().trim()),
            b'-' | b'0'..=b'9' => Number::read(self.json()),
            _ => None,
        }
    }

    /// Goes through the items of a list; of anything else there are none.
    pub(crate) fn for_each_item(&self, mut each: impl FnMut(LenientValue<'_>)) {
        let mut reader = serde_json::Deserializer::from_str(self.json());
        drop(reader.deserialize_any(Items(&mut each)));
    }

    /// Tells what keeps `serde_json` from holding it: its depth, `1e400`, half of a surrogate pair. Nothing, for nearly all.
    pub(crate) fn oddity(&self) -> Option<Oddity> {
        let scan = Scan::of(self.json());
        if scan.depth > DEEPEST {
            return Some(Oddity::TooDeep);
        }
        let is_odd =
            scan.is_suspicious && serde_json::from_str::<Representable>(self.json()).is_err();
        is_odd.then_some(Oddity::Unrepresentable)
    }

    /// The value; where nothing can hold it, its text.
    pub(crate) fn to_value(&self) -> Value {
        serde_json::from_str(self.json()).unwrap_or_else(|_| Value::String(self.json().to_owned()))
    }
}

/// Why a value that is well-formed cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is nested deeper than anything sensible is.
    TooDeep,
    /// Nothing can hold it: `1e400`, or half of a surrogate pair.
    Unrepresentable,
}

/// What one look at a value tells of it.
struct Scan {
    depth: usize,
    /// It has a number with an exponent, a very long one, or an escape that may be half of a pair.
    is_suspicious: bool,
}

impl Scan {
    fn of(json: &str) -> Self {
        let mut scan = Self { depth: 0, is_suspicious: false };
        let (mut depth, mut digits) = (0_usize, 0_usize);
        let mut bytes = json.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => scan.is_suspicious |= string_is_suspicious(&mut bytes),
                b'[' | b'{' => {
                    depth += 1;
                    scan.depth = scan.depth.max(depth);
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'e' | b'E' if digits > 0 => scan.is_suspicious = true,
                _ => {}
            }
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            scan.is_suspicious |= digits > LONGEST_NUMBER;
        }
        scan
    }
}

/// Passes over the rest of a string, and tells whether it has an escape that may be half of a surrogate pair.
fn string_is_suspicious(bytes: &mut std::str::Bytes<'_>) -> bool {
    let mut is_suspicious = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => is_suspicious |= bytes.next() == Some(b'u'),
            _ => {}
        }
    }
    is_suspicious
}

impl<'de> Deserialize<'de> for LenientValue<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, LenientVisitor)
    }
}

struct LenientVisitor;

fn written<'de, E: de::Error>(value: &Value) -> Result<LenientValue<'de>, E> {
    let json = serde_json::to_string(value).map_err(|_| E::custom("a value cannot be written"))?;
    Ok(LenientValue::Owned(Zeroizing::new(json)))
}

impl<'de> Visitor<'de> for LenientVisitor {
    type Value = LenientValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        written(&Value::deserialize(deserializer)?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = serde_json::Map::new();
        while let Some(Name(name)) = members.next_key()? {
            if map.is_empty() && name == RAW {
                return members.next_value::<Json<'de>>().map(|Json(value)| value);
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
        Ok(LenientValue::Borrowed("null"))
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(LenientValue::Borrowed("null"))
    }
}

/// The name of a member, borrowed where it can be.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

/// The text of a value, as `serde_json` hands it over.
struct Json<'de>(LenientValue<'de>);

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, json: &'de str) -> Result<Self::Value, E> {
        Ok(Json(LenientValue::Borrowed(json)))
    }

    fn visit_str<E: de::Error>(self, json: &str) -> Result<Self::Value, E> {
        Ok(Json(LenientValue::Owned(Zeroizing::new(json.to_owned()))))
    }
}

/// Goes through a list and keeps nothing.
struct Items<'a>(&'a mut dyn FnMut(LenientValue<'_>));

impl<'de> Visitor<'de> for Items<'_> {
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

/// Any value that `serde_json` can hold, of which nothing is kept.
struct Representable;

impl<'de> Deserialize<'de> for Representable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Representable {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<IgnoredName, Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self, E> {
        Ok(self)
    }
}

/// A name that can be held, of which nothing is kept.
struct IgnoredName;

impl<'de> Deserialize<'de> for IgnoredName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Representable).map(|_| Self)
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
