//! A value as a deserializer.

use std::iter::once;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{Deserializer, Visitor};

use crate::oauth::forward::{forward, forward_named, forward_struct};
use crate::oauth::lenient::value::handed::RAW;

/// The name by which this deserializer hands over the text of its value.
pub(super) const LENIENT: &str = "$oauth_runtime::LenientValue";

/// A value as a deserializer. A plain string is not read again; everything else is left to `serde_json`.
pub(crate) struct ValueDeserializer<'de> {
    json: &'de str,
    /// It is a string without escapes.
    is_plain: bool,
}

impl<'de> ValueDeserializer<'de> {
    pub(super) const fn new(json: &'de str, is_plain: bool) -> Self {
        Self { json, is_plain }
    }

    fn plain(&self) -> Option<&'de str> {
        if self.is_plain { self.json.get(1..self.json.len().checked_sub(1)?) } else { None }
    }
}

macro_rules! plain_or_read {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            match self.plain() {
                Some(text) => visitor.visit_borrowed_str(text),
                None => serde_json::Deserializer::from_str(self.json).$method(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = serde_json::Error;

    plain_or_read! { deserialize_any deserialize_str deserialize_string deserialize_identifier }

    forward! {
        |value| serde_json::Deserializer::from_str(value.json);
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map
    }

    forward_named! { |value| serde_json::Deserializer::from_str(value.json) }

    forward_struct! { |value| serde_json::Deserializer::from_str(value.json) }

    /// It is well-formed: nothing is left to look at.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.json == "null" { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if name == LENIENT {
            return visitor.visit_borrowed_bytes(self.json.as_bytes());
        }
        if name == RAW {
            let text = BorrowedStrDeserializer::new;
            return visitor.visit_map(MapDeserializer::new(once((text(RAW), text(self.json)))));
        }
        visitor.visit_newtype_struct(self)
    }
}
