//! Values of parameters: what may stand in a path, query, form, header or cookie, and how it becomes text.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::description::Literal;

/// A value that a parameter can have: it has a text form that is sent.
///
/// Implemented for strings, [`SecretString`], `bool`, integers, [`Url`], [`Scopes`](crate::Scopes) and every enum made
/// by [`open_enum!`](crate::open_enum). For a type of your own, say what its text is:
///
/// ```
/// use oauth_runtime::{Parameter, ParameterText};
///
/// pub struct Tenant(String);
///
/// impl Parameter for Tenant {
///     fn text(&self) -> ParameterText<'_> {
///         ParameterText::from(self.0.as_str())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a parameter cannot be of type `{Self}`",
    label = "`{Self}` has no text that could be sent in a path, query, form, header or cookie",
    note = "use `String`, `SecretString`, `Scopes`, `bool`, an integer, `Url` or an `open_enum!`, or implement `oauth_runtime::Parameter` for `{Self}`"
)]
pub trait Parameter {
    /// Returns the text that is sent, before any encoding.
    fn text(&self) -> ParameterText<'_>;

    /// Tells whether the value is a secret: never shown, and redacted where a server echoes it.
    fn is_secret(&self) -> bool {
        false
    }
}

/// A value that is a list: each item has a text that is sent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list that a parameter can be",
    label = "`{Self}` has no items that could be sent one by one, or joined",
    note = "use `Vec<…>` of a type that a parameter can have, or `Scopes`"
)]
#[doc(hidden)]
pub trait ListParameter {
    /// Shows the texts of the items, in their order.
    fn for_each(&self, see: &mut dyn FnMut(ParameterText<'_>));

    /// Tells whether an item is a secret.
    fn has_secret(&self) -> bool;

    /// Tells whether there is anything to send: an empty list is none, and empty scopes are an empty text.
    fn is_sent(&self) -> bool;
}

impl<T: Parameter> ListParameter for Vec<T> {
    fn for_each(&self, see: &mut dyn FnMut(ParameterText<'_>)) {
        for item in self {
            see(item.text());
        }
    }

    fn has_secret(&self) -> bool {
        self.iter().any(Parameter::is_secret)
    }

    fn is_sent(&self) -> bool {
        !self.is_empty()
    }
}

/// The text of a [`Parameter`], made without allocating for strings, integers and booleans.
pub struct ParameterText<'a>(Repr<'a>);

enum Repr<'a> {
    Text(Cow<'a, str>),
    Digits(Digits),
    Bare(&'a str),
}

/// Decimal digits of an integer, right-aligned.
struct Digits {
    bytes: [u8; 40],
    start: usize,
}

impl ParameterText<'_> {
    /// Returns the text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Text(text) => text,
            Repr::Digits(digits) => digits.as_str(),
            Repr::Bare(text) => text,
        }
    }

    /// Tells whether JSON writes this text without quotes (numbers, `true` and `false`).
    #[must_use]
    pub fn is_unquoted(&self) -> bool {
        !matches!(self.0, Repr::Text(_))
    }
}

impl Digits {
    fn new(mut magnitude: u128, negative: bool) -> Self {
        let mut digits = Self { bytes: [b'0'; 40], start: 40 };
        loop {
            let digit = u8::try_from(magnitude % 10).unwrap_or(0);
            digits.push(b'0' + digit);
            magnitude /= 10;
            if magnitude == 0 {
                break;
            }
        }
        if negative {
            digits.push(b'-');
        }
        digits
    }

    fn push(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.start) {
            *place = byte;
        }
    }

    fn as_str(&self) -> &str {
        self.bytes
            .get(self.start..)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .unwrap_or("0")
    }
}

impl fmt::Debug for ParameterText<'_> {
    /// Shows the kind only: the text may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParameterText").finish_non_exhaustive()
    }
}

impl<'a> From<&'a str> for ParameterText<'a> {
    fn from(text: &'a str) -> Self {
        Self(Repr::Text(Cow::Borrowed(text)))
    }
}

impl From<String> for ParameterText<'_> {
    fn from(text: String) -> Self {
        Self(Repr::Text(Cow::Owned(text)))
    }
}

impl From<bool> for ParameterText<'_> {
    fn from(value: bool) -> Self {
        Self(Repr::Bare(if value { "true" } else { "false" }))
    }
}

impl From<Literal> for ParameterText<'_> {
    fn from(literal: Literal) -> Self {
        Self(match literal {
            Literal::Text(text) => Repr::Text(Cow::Borrowed(text)),
            Literal::Unquoted(text) => Repr::Bare(text),
        })
    }
}

macro_rules! integers {
    ($($signed:ident $unsigned:ident),*) => {$(
        impl From<$signed> for ParameterText<'_> {
            fn from(value: $signed) -> Self {
                #[allow(clippy::cast_lossless, reason = "one template for every width")]
                Self(Repr::Digits(Digits::new(value.unsigned_abs() as u128, value < 0)))
            }
        }
        impl From<$unsigned> for ParameterText<'_> {
            fn from(value: $unsigned) -> Self {
                #[allow(clippy::cast_lossless, reason = "one template for every width")]
                Self(Repr::Digits(Digits::new(value as u128, false)))
            }
        }
        integers!(@parameter $signed $unsigned);
    )*};
    (@parameter $($type:ident)*) => {$(
        impl Parameter for $type {
            fn text(&self) -> ParameterText<'_> {
                ParameterText::from(*self)
            }
        }
    )*};
}

integers!(i8 u8, i16 u16, i32 u32, i64 u64, i128 u128, isize usize);

impl Parameter for bool {
    fn text(&self) -> ParameterText<'_> {
        ParameterText::from(*self)
    }
}

macro_rules! strings {
    ($($type:ty),*) => {$(
        impl Parameter for $type {
            fn text(&self) -> ParameterText<'_> {
                let text: &str = self.as_ref();
                ParameterText::from(text)
            }
        }
    )*};
}

strings!(String, Box<str>, Arc<str>, Cow<'_, str>, Url);

impl Parameter for SecretString {
    fn text(&self) -> ParameterText<'_> {
        ParameterText::from(self.expose_secret())
    }

    fn is_secret(&self) -> bool {
        true
    }
}

/// What the setter of a required parameter takes: its type, or what becomes it with [`Into`].
#[diagnostic::on_unimplemented(
    message = "a parameter of type `{T}` cannot be set from `{Self}`",
    label = "expected `{T}`, or what becomes it with `Into`",
    note = "convert the value first, for example with `.to_string()`"
)]
pub trait Required<T> {
    /// Returns the value to send.
    fn into_value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, S: Into<T>> Required<T> for S {
    fn into_value(self) -> T {
        self.into()
    }
}

/// What the setter of an optional parameter takes: the value, an `Option` of it, or what its type is usually made from.
///
/// `None` leaves the parameter out, as if the setter had not been called.
#[diagnostic::on_unimplemented(
    message = "an optional parameter of type `{T}` cannot be set from `{Self}`",
    label = "expected `{T}` or `Option<{T}>`",
    note = "convert the value first, for example with `.into()` or `.map(Into::into)`"
)]
pub trait Optional<T> {
    /// Returns the value to send, or nothing.
    fn into_option(self) -> Option<T>;
}

impl<T> Optional<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Optional<T> for Option<T> {
    fn into_option(self) -> Self {
        self
    }
}

impl<T, U: Into<T>, const N: usize> Optional<Vec<T>> for [U; N] {
    fn into_option(self) -> Option<Vec<T>> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, U: Clone + Into<T>> Optional<Vec<T>> for &[U] {
    fn into_option(self) -> Option<Vec<T>> {
        Some(self.iter().cloned().map(Into::into).collect())
    }
}

macro_rules! optional_from {
    ($($source:ty => $($target:ty),+;)*) => {$($(
        impl Optional<$target> for $source {
            fn into_option(self) -> Option<$target> {
                Some(<$target>::from(self))
            }
        }
    )+)*};
}

optional_from! {
    &str => String, SecretString, Box<str>, Arc<str>;
    String => SecretString, Box<str>, Arc<str>;
    &String => String;
    Url => String;
}

macro_rules! optional_list_from {
    ($($source:ty => $($target:ty),+;)*) => {$($(
        impl Optional<Vec<$target>> for Vec<$source> {
            fn into_option(self) -> Option<Vec<$target>> {
                Some(self.into_iter().map(Into::into).collect())
            }
        }
    )+)*};
}

optional_list_from! {
    &str => String, SecretString;
    String => SecretString;
    Url => String;
}
