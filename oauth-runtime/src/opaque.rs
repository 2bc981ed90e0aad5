//! Values whose type the compiler does not look into.
//!
//! In every function that owns a value the compiler takes its type apart, down to the last field, to know how it is dropped.
//! A request builder is dozens of such functions, in the crate of whoever declares an API: what they hold ends here.

/// A value, for whoever knows its type.
pub(crate) trait Opaque<T>: Send + Sync {
    /// Lends the value.
    fn known(&self) -> &T;

    /// Lends the value, to change it.
    fn known_mut(&mut self) -> &mut T;

    /// Gives the value.
    fn into_known(self: Box<Self>) -> T;
}

impl<T: Send + Sync> Opaque<T> for T {
    fn known(&self) -> &T {
        self
    }

    fn known_mut(&mut self) -> &mut T {
        self
    }

    fn into_known(self: Box<Self>) -> T {
        *self
    }
}
