//! The `scope` of a request or of a token: an ordered list of scope tokens.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::str::SplitAsciiWhitespace;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::secret::escape::Escaped;
use crate::value::{ListParameter, Optional, Parameter, ParameterText};

/// A list of scope tokens, in the order given, held as the text that is sent: the tokens with one blank between them.
///
/// [RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
///
/// Whatever it is made from, it is taken apart at blanks (and at tabs and line breaks, which no scope token can hold),
/// so that there are never empty tokens. Commas are not separators here, whatever some vendors do: `read,write` is one
/// token and is sent as it is. A declaration can have them joined by something else, and read the answers so:
/// `#[separator = ","] scope: Scopes`. Order and repetition are kept; [`Scopes::is_same_set`] compares without them.
///
/// An empty list is a value like any other: set on a request, it is sent as the empty text.
///
/// ```
/// use oauth_runtime::Scopes;
///
/// let scopes = Scopes::from(["read", "write"]);
/// assert_eq!(scopes.as_str(), "read write");
/// assert_eq!(scopes, Scopes::from("read   write"));
/// assert!(scopes.contains("write"));
/// assert!(scopes.is_same_set(&Scopes::from("write read")));
/// assert_eq!(Scopes::from("read,write").len(), 1);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Scopes(String);

impl Scopes {
    /// Makes an empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Returns the text that is sent: the tokens with one blank between them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the tokens in their order.
    #[must_use]
    pub fn iter(&self) -> SplitAsciiWhitespace<'_> {
        self.0.split_ascii_whitespace()
    }

    /// Tells whether the token is in the list; upper and lower case differ.
    #[must_use]
    pub fn contains(&self, token: &str) -> bool {
        self.iter().any(|own| own == token)
    }

    /// Tells whether there is no token at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Tells whether both lists name the same tokens, whatever their order and however often.
    #[must_use]
    pub fn is_same_set(&self, other: &Self) -> bool {
        self.iter().collect::<BTreeSet<_>>() == other.iter().collect()
    }

    /// Reads a text of a server, which may have commas between the tokens where the RFC has spaces.
    ///
    /// Where the declaration says what parts them, they are parted there as well.
    pub(crate) fn from_response(text: &str, separator: Option<&str>) -> Self {
        match separator {
            Some(separator) if text.contains(separator) => text.split(separator).collect(),
            _ if text.contains(',') => text.split(',').collect(),
            _ => Self::from(text),
        }
    }

    /// Tells whether the text has white space and what scope tokens are made of, and nothing else
    /// ([RFC 6749, appendix A.4](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.4)).
    pub(crate) fn has_its_characters(text: &str) -> bool {
        // Without a way out of the loop it takes many bytes at a time.
        let others = text.bytes().fold(0, |others, byte| {
            let is_of_one = matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~');
            others | u8::from(!is_of_one)
        });
        others == 0
            || text.bytes().all(|byte| {
                byte.is_ascii_whitespace() || matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~')
            })
    }

    /// Tells whether the text is surely tokens with one space between them already.
    pub(crate) fn is_normal(text: &str) -> bool {
        // Without a way out of the loops they take many bytes at a time. A character below the space is rare enough to be
        // looked at by those who take the text apart.
        let bytes = text.as_bytes();
        let controls = bytes.iter().fold(0, |found, byte| found | u8::from(*byte < b' '));
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        let doubles = pairs.fold(0, |found, (one, next)| {
            found | (u8::from(*one == b' ') & u8::from(*next == b' '))
        });
        let ends = [bytes.first(), bytes.last()];
        controls == 0 && doubles == 0 && !ends.contains(&Some(&b' '))
    }

    /// Appends the tokens of a text.
    fn append(&mut self, text: &str) {
        for token in text.split_ascii_whitespace() {
            if !self.0.is_empty() {
                self.0.push(' ');
            }
            self.0.push_str(token);
        }
    }
}

impl From<&str> for Scopes {
    fn from(text: &str) -> Self {
        if Self::is_normal(text) {
            return Self(text.to_owned());
        }
        let mut scopes = Self(String::with_capacity(text.len()));
        scopes.append(text);
        scopes
    }
}

impl From<String> for Scopes {
    fn from(text: String) -> Self {
        if Self::is_normal(&text) { Self(text) } else { Self::from(text.as_str()) }
    }
}

impl<S: AsRef<str>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut scopes = Self::new();
        texts.into_iter().for_each(|text| scopes.append(text.as_ref()));
        scopes
    }
}

impl<S: AsRef<str>> Extend<S> for Scopes {
    fn extend<I: IntoIterator<Item = S>>(&mut self, texts: I) {
        texts.into_iter().for_each(|text| self.append(text.as_ref()));
    }
}

impl From<&String> for Scopes {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Scopes {
    fn from(texts: [S; N]) -> Self {
        texts.into_iter().collect()
    }
}

impl From<&[&str]> for Scopes {
    fn from(texts: &[&str]) -> Self {
        texts.iter().collect()
    }
}

impl From<Vec<&str>> for Scopes {
    fn from(texts: Vec<&str>) -> Self {
        texts.into_iter().collect()
    }
}

impl From<Vec<String>> for Scopes {
    fn from(texts: Vec<String>) -> Self {
        texts.into_iter().collect()
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.0
    }
}

impl AsRef<str> for Scopes {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Scopes {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == text
    }
}

impl PartialEq<&str> for Scopes {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == *text
    }
}

impl<'a> IntoIterator for &'a Scopes {
    type Item = &'a str;
    type IntoIter = SplitAsciiWhitespace<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Scopes {
    /// Shows the text for people: control characters escaped, a long text cut. What is sent is [`Scopes::as_str`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(&self.0), f)
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scopes").field(&Escaped(&self.0)).finish()
    }
}

impl Parameter for Scopes {
    fn text(&self) -> ParameterText<'_> {
        ParameterText::from(self.as_str())
    }
}

impl ListParameter for Scopes {
    fn for_each(&self, see: &mut dyn FnMut(ParameterText<'_>)) {
        for token in self {
            see(token.into());
        }
    }

    fn has_secret(&self) -> bool {
        false
    }

    fn is_sent(&self) -> bool {
        true
    }
}

macro_rules! optional_from {
    ($($(#[$attribute:meta])* [$($parameter:tt)*] $source:ty;)*) => {$(
        impl<$($parameter)*> Optional<Scopes> for $source {
            fn into_option(self) -> Option<Scopes> {
                Some(Scopes::from(self))
            }
        }
    )*};
}

optional_from! {
    [] &str;
    [] String;
    [] &String;
    [S: AsRef<str>, const N: usize] [S; N];
    [] &[&str];
    [] Vec<&str>;
    [] Vec<String>;
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Scopes {
    /// Reads a text, a list of texts, or null (an empty list).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScopesVisitor)
    }
}

thread_local! {
    /// What parts the words of the scopes that are being read here, where the declaration says it.
    static SEPARATOR: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// As long as it lives, scopes are read as the declaration has them written, wherever they are in a vendor's own type: what
/// serde reads inside of other values cannot be told in another way.
pub(crate) struct Parted(Option<&'static str>);

impl Parted {
    /// Has scopes parted by this, until it is dropped.
    pub(crate) fn by(separator: Option<&'static str>) -> Self {
        Self(SEPARATOR.replace(separator))
    }
}

impl Drop for Parted {
    fn drop(&mut self) {
        SEPARATOR.set(self.0);
    }
}

struct ScopesVisitor;

impl<'de> Visitor<'de> for ScopesVisitor {
    type Value = Scopes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("scopes as one text or as a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scopes, E> {
        Ok(SEPARATOR
            .get()
            .map_or_else(|| Scopes::from(text), |separator| text.split(separator).collect()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Scopes, E> {
        if SEPARATOR.get().is_some() { self.visit_str(&text) } else { Ok(Scopes::from(text)) }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scopes, E> {
        Ok(Scopes::new())
    }

    fn visit_none<E: de::Error>(self) -> Result<Scopes, E> {
        Ok(Scopes::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scopes, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scopes, A::Error> {
        let mut scopes = Scopes::new();
        while let Some(item) = items.next_element::<Option<String>>()? {
            scopes.extend(item);
        }
        Ok(scopes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_source_gives_single_blanks() {
        for text in ["read write", "  read   write ", "read\twrite\r\n", "read write"] {
            assert_eq!(Scopes::from(text), "read write", "{text:?}");
            assert_eq!(Scopes::from(text.to_owned()), "read write", "{text:?}");
            assert_eq!(Scopes::from(&text.to_owned()), "read write", "{text:?}");
            assert_eq!(Scopes::from([text]), "read write", "{text:?}");
        }
        assert_eq!(Scopes::from(["read", "", " write  follow"]), "read write follow");
        assert_eq!(Scopes::from(vec!["read".to_owned(), "write".to_owned()]), "read write");
        assert_eq!(Scopes::from(vec!["read", "write"]), "read write");
        assert_eq!(Scopes::from(&["read", "write"][..]), "read write");
        assert_eq!(["read", "write"].iter().collect::<Scopes>(), "read write");
        assert_eq!(Scopes::from(["read"; 0]), "");
    }

    #[test]
    fn commas_are_kept() {
        let scopes = Scopes::from("repo,gist user");
        assert_eq!(scopes.iter().collect::<Vec<_>>(), ["repo,gist", "user"]);
    }

    #[test]
    fn other_white_space_is_part_of_a_token() {
        assert_eq!(Scopes::from("a\u{a0}b").len(), 1);
    }

    #[test]
    fn empty_is_a_value() {
        for text in ["", " ", "\n"] {
            let scopes = Scopes::from(text);
            assert!(scopes.is_empty());
            assert_eq!(scopes.len(), 0);
            assert_eq!(scopes.iter().next(), None);
            assert_eq!(scopes.text().as_str(), "");
            assert!(!scopes.contains(""));
        }
        assert_eq!(Optional::<Scopes>::into_option(""), Some(Scopes::new()));
    }

    #[test]
    fn equality_sees_order_and_sets_do_not() {
        let one = Scopes::from("a b");
        assert_ne!(one, Scopes::from("b a"));
        assert!(one.is_same_set(&Scopes::from("b a b")));
        assert!(!one.is_same_set(&Scopes::from("a")));
        assert!(!Scopes::from("a").is_same_set(&one));
        assert!(!one.is_same_set(&Scopes::from("A b")));
    }

    #[test]
    fn json_text_list_and_null_are_read() {
        for (json, text) in [
            (r#""a b""#, "a b"),
            (r#""a  b ""#, "a b"),
            (r#""a\u0020b""#, "a b"),
            (r#"["a","b"]"#, "a b"),
            (r#"["a b",null,"","c"]"#, "a b c"),
            ("[]", ""),
            ("null", ""),
            (r#""a,b""#, "a,b"),
        ] {
            let scopes: Scopes = serde_json::from_str(json).unwrap();
            assert_eq!(scopes, text, "{json}");
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::from_value::<Scopes>(value).unwrap(), text, "{json}");
        }
        for json in ["1", "true", "{}", "[1]", "[[]]"] {
            assert!(serde_json::from_str::<Scopes>(json).is_err(), "{json}");
        }
        assert_eq!(serde_json::from_str::<Option<Scopes>>("null").unwrap(), None);
    }

    #[test]
    fn scopes_are_parted_as_long_as_it_is_said() {
        let read = || serde_json::from_str::<Vec<Scopes>>(r#"["a,b", "c d"]"#).unwrap();
        let whole = read();
        {
            let _commas = Parted::by(Some(","));
            assert_eq!(read(), ["a b", "c d"]);
            let _spaces = Parted::by(None);
            assert_eq!(read(), whole);
        }
        assert_eq!(read(), whole);
        assert_eq!(whole, ["a,b", "c d"]);
    }

    #[test]
    fn json_is_written_as_one_text() {
        assert_eq!(serde_json::to_string(&Scopes::from(["a", "b"])).unwrap(), r#""a b""#);
    }

    #[test]
    fn optional_setters_take_what_callers_have() {
        fn set(value: impl Optional<Scopes>) -> Option<Scopes> {
            value.into_option()
        }
        let expected = Some(Scopes::from("a b"));
        assert_eq!(set("a b"), expected);
        assert_eq!(set("a b".to_owned()), expected);
        let owned = "a b".to_owned();
        assert_eq!(set(&owned), expected);
        assert_eq!(set(["a", "b"]), expected);
        assert_eq!(set(&["a", "b"][..]), expected);
        assert_eq!(set(vec!["a", "b"]), expected);
        assert_eq!(set(vec!["a".to_owned(), "b".to_owned()]), expected);
        assert_eq!(set(Scopes::from("a b")), expected);
        assert_eq!(set(expected.clone()), expected);
        assert_eq!(set(None), None);
    }

    #[test]
    fn output_is_one_short_line() {
        let scopes = Scopes::from("a\u{1b}b \u{202e}");
        assert_eq!(scopes.to_string(), r"a\u{1b}b \u{202e}");
        assert_eq!(format!("{scopes:?}"), r#"Scopes("a\u{1b}b \u{202e}")"#);
        assert!(Scopes::from("a".repeat(5000)).to_string().chars().count() < 250);
    }
}
