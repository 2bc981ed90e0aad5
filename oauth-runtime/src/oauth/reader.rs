//! The one reader of a JSON body: what is read gets each member, and those of a token response are noted in passing.

mod failure;
mod name;
mod notes;
mod noting;

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

pub(crate) use crate::oauth::reader::failure::{Failure, FailureKind};
pub(crate) use crate::oauth::reader::notes::Notes;
use crate::oauth::reader::noting::Noting;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_not_taken_for_a_struct() {
        #[derive(Debug, serde::Deserialize)]
        struct Token {
            access_token: String,
        }
        #[derive(Debug, serde::Deserialize)]
        struct Wrapped(Token);

        fn read<'de, T: Deserialize<'de>>(body: &'de str) -> Result<T, Failure> {
            read_bytes(body.as_bytes(), &mut Notes::none(body.as_bytes()))
        }
        assert_eq!(read::<Token>(r#"{"access_token":"a"}"#).unwrap().access_token, "a");
        assert_eq!(read::<Wrapped>(r#"{"access_token":"a"}"#).unwrap().0.access_token, "a");
        for list in [r#"["a"]"#, " \n[\"a\"]", "[]", "["] {
            assert_eq!(read::<Token>(list).unwrap_err().kind, FailureKind::OtherShape, "{list}");
            read::<Wrapped>(list).unwrap_err();
            read::<Option<Token>>(list).unwrap_err();
        }
        assert_eq!(read::<Vec<String>>(r#"["a"]"#).unwrap(), ["a"]);
        assert_eq!(read::<(String, u8)>(r#"["a",1]"#).unwrap(), ("a".to_owned(), 1));
        assert!(read::<serde_json::Value>("[1]").unwrap().is_array());
    }
}
