//! The name of a member, looked at while it is handed on.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

use crate::oauth::forward::{forward, forward_named, forward_struct};

/// Looks at the name of a member that is handed on.
pub(super) struct NameSeed<'n, 'de, K> {
    seed: K,
    name: &'n mut Cow<'de, str>,
}

impl<'n, 'de, K> NameSeed<'n, 'de, K> {
    pub(super) fn new(seed: K, name: &'n mut Cow<'de, str>) -> Self {
        Self { seed, name }
    }
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for NameSeed<'_, 'de, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<K::Value, D::Error> {
        self.seed.deserialize(NameDeserializer { inner, name: self.name })
    }
}

struct NameDeserializer<'n, 'de, D> {
    inner: D,
    name: &'n mut Cow<'de, str>,
}

macro_rules! see_name {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$method(NameVisitor { visitor, name: self.name })
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NameDeserializer<'_, 'de, D> {
    type Error = D::Error;

    see_name! {
        deserialize_any deserialize_str deserialize_string deserialize_identifier deserialize_bytes deserialize_byte_buf
    }

    forward! {
        |own| own.inner;
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_unit deserialize_seq deserialize_map
    }

    forward_named! { |own| own.inner }

    forward_struct! { |own| own.inner }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }
}

struct NameVisitor<'n, 'de, V> {
    visitor: V,
    name: &'n mut Cow<'de, str>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NameVisitor<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<V::Value, E> {
        *self.name = Cow::Borrowed(name);
        self.visitor.visit_borrowed_str(name)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<V::Value, E> {
        *self.name = Cow::Owned(name.to_owned());
        self.visitor.visit_str(name)
    }
}
