//! The text of a value, as `serde_json` hands it over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::oauth::lenient::value::cow_str::CowStr;

/// The name by which `serde_json` hands over the text of a value instead of the value.
///
/// Other formats, and a `serde_json` that knows the name no longer, hand over the value, which is written down again. Then
/// a value that nothing can hold, such as `1e400`, is an error where it was none.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// Reads a value of `serde_json`, which hands over its text: for nothing else.
pub(crate) struct OfSerdeJson;

impl<'de> DeserializeSeed<'de> for OfSerdeJson {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, self)
    }
}

impl<'de> Visitor<'de> for OfSerdeJson {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut text: A) -> Result<Self::Value, A::Error> {
        match text.next_entry::<IgnoredAny, CowStr<'de>>()? {
            Some((_, CowStr(json))) => Ok(json),
            None => Err(de::Error::custom("the text of a value was not handed over")),
        }
    }
}
