//! The one reader of a JSON body: what is read gets each member, and those of a token response are noted in passing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::iter::once;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, StrDeserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::error::Category;

use crate::oauth::lenient::value::{LenientValue, Name, RAW};
use crate::oauth::token::members::Members;

/// Where and how a body is not what is read.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) kind: FailureKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    NotJson,
    Empty,
    CutOff,
    OtherShape,
    /// The value was read, and more follows.
    Trailing,
}

impl Failure {
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let kind = match error.classify() {
            Category::Eof if error.column() == 0 && error.line() == 1 => FailureKind::Empty,
            Category::Eof => FailureKind::CutOff,
            Category::Data => FailureKind::OtherShape,
            Category::Syntax | Category::Io => FailureKind::NotJson,
        };
        Self { line: error.line(), column: error.column(), kind }
    }
}

/// What is noted while a body is read.
#[doc(hidden)]
pub struct Notes<'de> {
    /// The body, to tell places in it.
    body: &'de [u8],
    /// Whether all members are noted: the body is a token response. Otherwise only an `error` is.
    is_token: bool,
    pub(crate) members: Members<'de>,
    /// How often the members that came more than once are still to come: only the last one is handed on.
    to_come: BTreeMap<String, u32>,
    failure: Option<Failure>,
}

impl<'de> Notes<'de> {
    pub(crate) fn new(body: &'de [u8], is_token: bool, members: Members<'de>) -> Self {
        Self { body, is_token, members, to_come: BTreeMap::new(), failure: None }
    }

    /// Has the last one count of members that came more than once.
    pub(crate) fn of_repeated(body: &'de [u8], to_come: BTreeMap<String, u32>) -> Self {
        Self { to_come, ..Self::new(body, false, Members::default()) }
    }

    fn is_noted(&self, name: &str) -> bool {
        self.is_token || matches!(name, "error" | "error_description")
    }

    /// Keeps the place of an error in one member, whose own reader counts from its beginning.
    fn fail(&mut self, member: &str, error: &serde_json::Error) {
        let start = (member.as_ptr() as usize).saturating_sub(self.body.as_ptr() as usize);
        let (end, at_end) = match (error.line(), error.column()) {
            (0, _) => (start + member.len(), (1, 0)),
            place => (start, place),
        };
        let before = self.body.get(..end).unwrap_or_default();
        let breaks = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        self.failure = Some(Failure {
            line: breaks + at_end.0,
            column: if at_end.0 > 1 { at_end.1 } else { column + at_end.1 },
            kind: match error.classify() {
                Category::Data => FailureKind::OtherShape,
                _ => FailureKind::NotJson,
            },
        });
    }
}

impl fmt::Debug for Notes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notes").finish_non_exhaustive()
    }
}

/// Reads a body as a type.
pub(crate) fn read_text<'de, T: Deserialize<'de>>(
    text: &'de str,
    notes: &mut Notes<'de>,
) -> Result<T, Failure> {
    finish(serde_json::Deserializer::from_str(text), notes)
}

/// Reads a body that is not UTF-8 throughout; what the type passes over may be anything.
pub(crate) fn read_bytes<'de, T: Deserialize<'de>>(
    body: &'de [u8],
    notes: &mut Notes<'de>,
) -> Result<T, Failure> {
    finish(serde_json::Deserializer::from_slice(body), notes)
}

fn finish<'de, R: serde_json::de::Read<'de>, T: Deserialize<'de>>(
    mut reader: serde_json::Deserializer<R>,
    notes: &mut Notes<'de>,
) -> Result<T, Failure> {
    let value = T::deserialize(Noting { inner: &mut reader, notes });
    let value =
        value.map_err(|error| notes.failure.take().unwrap_or_else(|| Failure::of(&error)))?;
    let trailing =
        |error: serde_json::Error| Failure { kind: FailureKind::Trailing, ..Failure::of(&error) };
    reader.end().map_err(trailing)?;
    Ok(value)
}

/// An object of which nothing is kept but the notes.
pub(crate) struct Noted;

impl<'de> Deserialize<'de> for Noted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("", &[], Self)
    }
}

impl<'de> Visitor<'de> for Noted {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self)
    }
}

/// Notes the members of the object that comes out of a deserializer.
struct Noting<'n, 'de, D> {
    inner: D,
    notes: &'n mut Notes<'de>,
}

macro_rules! forward {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$method(visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, 'de, D> {
    type Error = D::Error;

    forward! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq
        deserialize_identifier
    }

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

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_enum(name, variants, visitor)
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
        if !self.notes.to_come.is_empty() {
            return self.next_last_key(seed);
        }
        self.name = Cow::Borrowed("");
        self.inner.next_key_seed(NameSeed { seed, name: &mut self.name })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        if !self.notes.is_noted(&self.name) {
            return self.inner.next_value_seed(seed);
        }
        let value: LenientValue<'de> = self.inner.next_value()?;
        let LenientValue::Borrowed(json) = value else {
            return Err(de::Error::custom("the text of a value was not handed over"));
        };
        self.notes.members.take(&self.name, value);
        seed.deserialize(Member { json }).map_err(|error| {
            self.notes.fail(json, &error);
            de::Error::custom("a member is of another shape")
        })
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> NotingMap<'_, 'de, A> {
    /// Goes on to the next member that comes for the last time.
    fn next_last_key<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(Name(name)) = self.inner.next_key::<Name<'de>>()? {
            match self.notes.to_come.get_mut(&*name) {
                Some(count) if *count > 1 => {
                    *count -= 1;
                    self.inner.next_value::<IgnoredAny>()?;
                }
                _ => {
                    self.name = Cow::Borrowed("");
                    return match name {
                        Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
                        Cow::Owned(name) => seed.deserialize(StrDeserializer::new(&name)),
                    }
                    .map(Some);
                }
            }
        }
        Ok(None)
    }
}

/// Looks at the name of a member that is handed on.
struct NameSeed<'n, 'de, K> {
    seed: K,
    name: &'n mut Cow<'de, str>,
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
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_unit deserialize_seq deserialize_map
    }

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

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.deserialize_enum(name, variants, visitor)
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

/// One member, as its text. A plain string is not read again; everything else is left to `serde_json`.
struct Member<'de> {
    json: &'de str,
}

impl<'de> Member<'de> {
    fn plain(&self) -> Option<&'de str> {
        let inner = self.json.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.as_bytes().contains(&b'\\')).then_some(inner)
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

macro_rules! read {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            serde_json::Deserializer::from_str(self.json).$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Member<'de> {
    type Error = serde_json::Error;

    plain_or_read! { deserialize_any deserialize_str deserialize_string deserialize_identifier }

    read! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map
    }

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
        if name == RAW {
            let text = BorrowedStrDeserializer::new;
            return visitor.visit_map(MapDeserializer::new(once((text(RAW), text(self.json)))));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.json).deserialize_unit_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.json).deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.json)
            .deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.json).deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.json).deserialize_enum(name, variants, visitor)
    }
}
