//! Values whose type the compiler does not look into.
//!
//! In every function that owns a value the compiler takes its type apart, down to the last field, to know how it is dropped.
//! A request builder is dozens of such functions, in the crate of whoever declares an API: what they hold ends here.

/// A value, for code that knows its type.
pub(crate) trait Erased<T>: Send + Sync {
    /// Returns the value.
    fn inner(&self) -> &T;

    /// Returns the value, to change it.
    fn inner_mut(&mut self) -> &mut T;
}

impl<T: Send + Sync> Erased<T> for T {
    fn inner(&self) -> &T {
        self
    }

    fn inner_mut(&mut self) -> &mut T {
        self
    }
}
