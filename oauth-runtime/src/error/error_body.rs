//! The types that error bodies are read as.

use serde::de::DeserializeOwned;

/// A type that the body of an error can be read as: anything that implements [`serde::Deserialize`] and owns its data.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an error body cannot be read as `{Self}`",
    label = "`{Self}` cannot be read from JSON",
    note = "derive `serde::Deserialize` for each type in it, and let it own its data"
)]
pub trait ErrorBody {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> ErrorBody for T {}

/// Has the compiler tell that a type is no error body, where the declaration names it.
#[doc(hidden)]
pub const fn is_error_body<T: ErrorBody>() {}
