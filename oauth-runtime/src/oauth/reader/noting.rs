//! A deserializer that notes the members of the object that comes out of another.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

use crate::oauth::forward::{forward, forward_named};
use crate::oauth::lenient::value::{LenientValue, OfSerdeJson, RAW};

use crate::oauth::reader::name::NameSeed;
use crate::oauth::reader::notes::Notes;

/// Notes the members of the object that comes out of a deserializer.
pub(super) struct Noting<'n, 'de, D> {
    pub(super) inner: D,
    pub(super) notes: &'n mut Notes<'de>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, 'de, D> {
    type Error = D::Error;

    forward! {
        |noting| noting.inner;
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq
        deserialize_identifier
    }

    forward_named! { |noting| noting.inner }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_any(NotingVisitor::new(visitor, self.notes))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_option(NotingVisitor::new(visitor, self.notes))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_map(NotingVisitor::new(visitor, self.notes))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let visitor = NotingVisitor { visitor, notes: self.notes, is_struct: true };
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if name == RAW {
            return self.inner.deserialize_newtype_struct(name, visitor);
        }
        self.inner.deserialize_newtype_struct(name, NotingVisitor::new(visitor, self.notes))
    }
}

struct NotingVisitor<'n, 'de, V> {
    visitor: V,
    notes: &'n mut Notes<'de>,
    /// serde would take the items of a list for the fields of a struct, in their order.
    is_struct: bool,
}

impl<'n, 'de, V> NotingVisitor<'n, 'de, V> {
    fn new(visitor: V, notes: &'n mut Notes<'de>) -> Self {
        Self { visitor, notes, is_struct: false }
    }
}

macro_rules! forward_visits {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.visitor.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NotingVisitor<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    forward_visits! {
        visit_bool(bool) visit_i64(i64) visit_i128(i128) visit_u64(u64) visit_u128(u128) visit_f64(f64) visit_str(&str)
        visit_borrowed_str(&'de str) visit_string(String) visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8])
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Noting { inner, notes: self.notes })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Noting { inner, notes: self.notes })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        if self.is_struct {
            return Err(de::Error::invalid_type(de::Unexpected::Seq, &self));
        }
        self.visitor.visit_seq(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(NotingMap { inner, notes: self.notes, name: Cow::Borrowed("") })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(data)
    }
}

struct NotingMap<'n, 'de, A> {
    inner: A,
    notes: &'n mut Notes<'de>,
    /// The name of the member that is read.
    name: Cow<'de, str>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for NotingMap<'_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.name = Cow::Borrowed("");
        self.inner.next_key_seed(NameSeed::new(seed, &mut self.name))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        if !self.notes.is_noted(&self.name) {
            return self.inner.next_value_seed(seed);
        }
        let value = LenientValue::from(self.inner.next_value_seed(OfSerdeJson)?);
        let Some((json, member)) = value.as_borrowed().zip(value.as_deserializer()) else {
            return Err(de::Error::custom("the text of a value was not handed over"));
        };
        self.notes.members.take(&self.name, value);
        seed.deserialize(member).map_err(|error| {
            self.notes.fail(json, &error);
            de::Error::custom("a member is of another shape")
        })
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}
