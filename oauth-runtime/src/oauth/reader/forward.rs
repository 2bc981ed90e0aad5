//! Methods of a deserializer that are handed on to another.

/// Hands these methods on to `inner`.
macro_rules! forward {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$method(visitor)
        }
    )*};
}

pub(super) use forward;
