//! One JSON value, read so that nothing odd in it makes the rest of the answer unreadable.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The name by which `serde_json` hands over the text of a value instead of the value.
///
/// Other formats, and a `serde_json` that knows the name no longer, hand over the value; all that is lost then is
/// [`LenientValue::Unrepresentable`].
const RAW: &str = "$serde_json::private::RawValue";

/// A JSON value, or what is known of it.
pub(crate) enum LenientValue {
    Value(Value),
    /// The text of a value that is well-formed but that nothing can hold: `1e400`, or half of a surrogate pair.
    Unrepresentable(String),
    /// A value nested deeper than anything sensible is.
    TooDeep,
}

impl LenientValue {
    /// Reads a number, in quotes or not.
    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Value(Value::Number(number)) => Number::read(&number.to_string()),
            Self::Value(Value::String(text)) => Number::read(text.trim()),
            Self::Unrepresentable(text) => Number::read(text),
            _ => None,
        }
    }
}

/// A whole number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// The number without its fraction (rounded down), at the end of the range where it lies beyond.
    pub(crate) floor: i128,
    pub(crate) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Integer,
    /// Written with a point or an exponent, but whole: `3600.0`.
    Float,
    /// Not whole: `3599.5`.
    Fraction,
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let beyond = if text.starts_with('-') { i128::MIN } else { i128::MAX };
            return Some(Self { floor: text.parse().unwrap_or(beyond), form: Form::Integer });
        }
        let float: f64 = text.parse().ok()?;
        let form =
            if float.is_finite() && float.floor() < float { Form::Fraction } else { Form::Float };
        #[allow(clippy::cast_possible_truncation, reason = "`as` saturates, which is meant")]
        let floor = float.floor() as i128;
        Some(Self { floor, form })
    }
}

impl<'de> Deserialize<'de> for LenientValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = LenientValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<LenientValue, D::Error> {
        Value::deserialize(deserializer).map(LenientValue::Value)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<LenientValue, A::Error> {
        let mut map = serde_json::Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if map.is_empty() && name == RAW {
                return members.next_value::<Raw>().map(|Raw(value)| value);
            }
            map.insert(name, members.next_value()?);
        }
        Ok(LenientValue::Value(Value::Object(map)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<LenientValue, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(LenientValue::Value)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<LenientValue, D::Error> {
        LenientValue::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(value.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(Value::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<LenientValue, E> {
        Ok(LenientValue::Value(Value::Null))
    }
}

/// A value whose text is handed over.
struct Raw(LenientValue);

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(RawVisitor)
    }
}

struct RawVisitor;

impl Visitor<'_> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw(match serde_json::from_str(text) {
            Ok(value) => LenientValue::Value(value),
            // `serde_json` tells this mistake from others by its message only.
            Err(error) if error.to_string().starts_with("recursion limit exceeded") => {
                LenientValue::TooDeep
            }
            Err(_) => LenientValue::Unrepresentable(text.to_owned()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::IntoDeserializer;
    use serde::de::value::Error;

    use super::*;

    fn show(loose: &LenientValue) -> String {
        match loose {
            LenientValue::Value(value) => value.to_string(),
            LenientValue::Unrepresentable(text) => format!("unreadable {text}"),
            LenientValue::TooDeep => "too deep".to_owned(),
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
                serde_json::from_str::<BTreeMap<String, LenientValue>>(&json).unwrap(),
                serde_json::from_slice(json.as_bytes()).unwrap(),
                serde_json::from_reader(json.as_bytes()).unwrap(),
                BTreeMap::deserialize(&value).unwrap(),
                serde_json::from_value(value.clone()).unwrap(),
            ] {
                assert_eq!(show(&members["a"]), expected);
            }
        }
    }

    #[test]
    fn other_deserializers_work() {
        #[derive(serde::Deserialize)]
        struct Outer {
            #[serde(flatten)]
            inner: BTreeMap<String, LenientValue>,
        }
        let outer: Outer = serde_json::from_str(r#"{"a":{"b":"c"},"d":null}"#).unwrap();
        assert_eq!(show(&outer.inner["a"]), r#"{"b":"c"}"#);
        assert_eq!(show(&outer.inner["d"]), "null");

        let form: BTreeMap<String, LenientValue> = serde_urlencoded::from_str("a=1").unwrap();
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
                serde_json::from_str::<BTreeMap<String, LenientValue>>(&json).unwrap(),
                serde_json::from_slice(json.as_bytes()).unwrap(),
                serde_json::from_reader(json.as_bytes()).unwrap(),
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
                serde_json::from_str::<BTreeMap<String, LenientValue>>(json).is_err(),
                "{json}"
            );
        }
    }

    #[test]
    fn numbers_are_floored_and_saturate() {
        for (json, expected) in [
            ("0", Some((0, Form::Integer))),
            ("-1", Some((-1, Form::Integer))),
            ("3600", Some((3600, Form::Integer))),
            (r#"" 3600 ""#, Some((3600, Form::Integer))),
            (r#""+3600""#, Some((3600, Form::Integer))),
            ("3600.0", Some((3600, Form::Float))),
            ("3.6e3", Some((3600, Form::Float))),
            ("3599.5", Some((3599, Form::Fraction))),
            (r#""3599.5""#, Some((3599, Form::Fraction))),
            ("-0.5", Some((-1, Form::Fraction))),
            ("18446744073709551617", Some((18_446_744_073_709_551_616, Form::Float))),
            (r#""18446744073709551617""#, Some((18_446_744_073_709_551_617, Form::Integer))),
            ("1e400", Some((i128::MAX, Form::Float))),
            ("-1e400", Some((i128::MIN, Form::Float))),
            (r#""1e400""#, Some((i128::MAX, Form::Float))),
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
            let loose: LenientValue = serde_json::from_str(json).unwrap();
            assert_eq!(
                loose.number().map(|number| (number.floor, number.form)),
                expected,
                "{json}"
            );
        }
        let long = format!("\"-{}\"", "9".repeat(100_000));
        assert_eq!(
            serde_json::from_str::<LenientValue>(&long).unwrap().number().unwrap().floor,
            i128::MIN
        );
    }
}
