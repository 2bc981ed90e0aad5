//! Fields of a JSON body, written into one buffer.

use serde::Serialize;

use crate::description::ParameterInfo;
use crate::value::{ListParameter, Parameter, ParameterText};

/// A value that a JSON body can carry: anything that implements [`serde::Serialize`], and
/// [`SecretString`](crate::SecretString), which serde by itself does not write.
#[diagnostic::on_unimplemented(
    message = "a JSON body cannot carry a value of type `{Self}`",
    label = "`{Self}` cannot be written as JSON",
    note = "derive `serde::Serialize` for each type in it"
)]
pub trait JsonParameter<Kind> {
    #[doc(hidden)]
    fn to_value(&self) -> ParameterValue<'_>;
}

/// Marks values that serde writes.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct BySerde;

/// Marks values that are written as their text.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct ByText;

#[diagnostic::do_not_recommend]
impl<T: Serialize> JsonParameter<BySerde> for T {
    fn to_value(&self) -> ParameterValue<'_> {
        ParameterValue::Json(self)
    }
}

#[diagnostic::do_not_recommend]
impl JsonParameter<ByText> for secrecy::SecretString {
    fn to_value(&self) -> ParameterValue<'_> {
        ParameterValue::Text(self)
    }
}

/// The value of one parameter of one call, lent to the runtime.
#[doc(hidden)]
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum ParameterValue<'a> {
    Absent,
    Text(&'a dyn Parameter),
    Json(&'a dyn WriteJson),
    List(&'a dyn ListParameter),
}

impl<'a> ParameterValue<'a> {
    #[must_use]
    pub fn text<T: Parameter>(value: &'a T) -> Self {
        Self::Text(value)
    }

    #[must_use]
    pub fn optional_text<T: Parameter>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, |value| Self::Text(value))
    }

    #[must_use]
    pub fn json<Kind, T: JsonParameter<Kind>>(value: &'a T) -> Self {
        value.to_value()
    }

    #[must_use]
    pub fn optional_json<Kind, T: JsonParameter<Kind>>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, JsonParameter::to_value)
    }

    #[must_use]
    pub fn list<T: ListParameter>(value: &'a T) -> Self {
        Self::List(value)
    }

    #[must_use]
    pub fn optional_list<T: ListParameter>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, |value| Self::List(value))
    }
}

impl ParameterValue<'_> {
    /// Tells whether there is a value.
    pub(crate) const fn is_given(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// Tells whether the value is a secret, by its declaration or by its type.
    pub(crate) fn is_secret(&self, parameter: &ParameterInfo) -> bool {
        parameter.is_secret()
            || match self {
                Self::Text(value) => value.is_secret(),
                Self::List(list) => list.has_secret(),
                Self::Absent | Self::Json(_) => false,
            }
    }
}

impl std::fmt::Debug for ParameterValue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Text(_) => "Text",
            Self::Json(_) => "Json",
            Self::List(_) => "List",
        })
    }
}

/// `Serialize`, made usable behind a reference.
#[doc(hidden)]
pub trait WriteJson {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error>;
}

impl<T: Serialize> WriteJson for T {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        serde_json::to_writer(out, self)
    }
}

/// Appends `"name":`, after a `{` or a comma. Nothing needs an escape in JSON of a name that needs none in a form.
pub(crate) fn write_name(
    out: &mut Vec<u8>,
    first: &mut bool,
    name: &str,
    is_plain_name: bool,
) -> Result<(), serde_json::Error> {
    let is_first = std::mem::take(first);
    if is_plain_name {
        out.extend_from_slice(if is_first { b"{\"" } else { b",\"" });
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        return Ok(());
    }
    out.push(if is_first { b'{' } else { b',' });
    serde_json::to_writer(&mut *out, name)?;
    out.push(b':');
    Ok(())
}

/// Appends a text: quoted, unless it is a number or a boolean.
pub(crate) fn write_text(
    out: &mut Vec<u8>,
    text: &ParameterText<'_>,
) -> Result<(), serde_json::Error> {
    if text.is_unquoted() {
        out.extend_from_slice(text.as_str().as_bytes());
        return Ok(());
    }
    serde_json::to_writer(out, text.as_str())
}

/// Appends an array of texts.
pub(crate) fn write_list(
    out: &mut Vec<u8>,
    list: &dyn ListParameter,
) -> Result<(), serde_json::Error> {
    out.push(b'[');
    let (mut is_first, mut written) = (true, Ok(()));
    list.for_each(&mut |item| {
        if !std::mem::take(&mut is_first) {
            out.push(b',');
        }
        if written.is_ok() {
            written = write_text(out, &item);
        }
    });
    out.push(b']');
    written
}

/// Ends the object that [`write_name`] began, or writes an empty one.
pub(crate) fn end(out: &mut Vec<u8>, first: bool) {
    if first {
        out.push(b'{');
    }
    out.push(b'}');
}
