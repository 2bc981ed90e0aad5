//! Methods of a deserializer that are handed on to another.

/// Hands these methods on.
macro_rules! forward {
    (|$this:ident| $inner:expr; $($method:ident)*) => {$(
        fn $method<V: ::serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.$method(visitor)
        }
    )*};
}

/// Hands on the methods for types with a name or a length, except for structs.
macro_rules! forward_named {
    (|$this:ident| $inner:expr) => {
        fn deserialize_unit_struct<V: ::serde::de::Visitor<'de>>(
            self,
            name: &'static str,
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.deserialize_unit_struct(name, visitor)
        }

        fn deserialize_tuple<V: ::serde::de::Visitor<'de>>(
            self,
            length: usize,
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.deserialize_tuple(length, visitor)
        }

        fn deserialize_tuple_struct<V: ::serde::de::Visitor<'de>>(
            self,
            name: &'static str,
            length: usize,
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.deserialize_tuple_struct(name, length, visitor)
        }

        fn deserialize_enum<V: ::serde::de::Visitor<'de>>(
            self,
            name: &'static str,
            variants: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.deserialize_enum(name, variants, visitor)
        }
    };
}

/// Hands on the method for structs.
macro_rules! forward_struct {
    (|$this:ident| $inner:expr) => {
        fn deserialize_struct<V: ::serde::de::Visitor<'de>>(
            self,
            name: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let $this = self;
            $inner.deserialize_struct(name, fields, visitor)
        }
    };
}

pub(crate) use {forward, forward_named, forward_struct};
