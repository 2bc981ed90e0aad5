//! URLs put together without being parsed: what comes before the values of a call was parsed once.

use secrecy::zeroize::Zeroizing;
use serde::Deserializer;
use serde::de::value::{StringDeserializer, U32Deserializer};
use serde::de::{DeserializeSeed, IntoDeserializer as _, SeqAccess, Visitor};
use serde_json::Value;
use url::{ParseError, Url};

use crate::encode::path::{Piece, pieces};
use crate::encode::root::Root;

/// The URL of an endpoint whose path or query has values in it.
pub(crate) struct UrlTemplate {
    /// What comes before the first value.
    prefix: String,
    /// The rest of the path.
    rest: Vec<Piece<'static>>,
    /// The query of the base, which comes before the parameters of a call.
    query: Option<String>,
    /// What a URL of this base is made of. Nothing where its parser would change what is written here: the URL is parsed then.
    parts: Option<Vec<Part>>,
}

/// Stands for a value when a template is tried out.
const PROBE: &str = "x";

impl UrlTemplate {
    /// Joins a base and the path of an endpoint.
    pub(crate) fn new(root: &Root, path: &'static str) -> Self {
        let mut rest: Vec<_> = pieces(path).collect();
        let mut prefix = if path.is_empty() { root.before(path) } else { root.bare().to_owned() };
        if let Some(Piece::Literal(text)) = rest.first() {
            prefix.push_str(text);
            rest.remove(0);
        }
        let parts = is_plain(path).then(|| parts(&prefix, &rest)).flatten();
        Self { prefix, rest, query: root.query().map(str::to_owned), parts }
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    pub(crate) fn rest(&self) -> &[Piece<'static>] {
        &self.rest
    }

    /// Makes a URL of its text: prefix, rest with encoded segments, and perhaps a query, which begins at this place.
    pub(crate) fn finish(&self, text: String, query: Option<usize>) -> Result<Url, ParseError> {
        match &self.parts {
            // They were tried out: the error cannot come.
            Some(parts) => assemble(parts, text, query).map_err(|_| ParseError::Overflow),
            None => Url::parse(&Zeroizing::new(text)),
        }
    }
}

/// Tells whether no piece of a path can make another of a value beside it, such as a dot segment of `%2{digit}`.
fn is_plain(path: &str) -> bool {
    !path.contains(['%', '?', '#', '\\'])
}

/// The parts of a URL, where putting them together and parsing come to the same.
fn parts(prefix: &str, rest: &[Piece<'_>]) -> Option<Vec<Part>> {
    let mut path = prefix.to_owned();
    for piece in rest {
        path.push_str(match piece {
            Piece::Literal(text) => text,
            Piece::Parameter(_) => PROBE,
        });
    }
    let parsed = Url::parse(&path).ok()?;
    let Ok(Value::Array(parts)) = parsed.serialize_internal(serde_json::value::Serializer) else {
        return None;
    };
    let parts: Vec<_> = parts.into_iter().enumerate().map(Part::of).collect();
    let queried = [&*path, "?", PROBE, "=", PROBE].concat();
    let is_same = |text: String, query: Option<usize>| {
        Url::parse(&text).is_ok_and(|parsed| {
            parsed.as_str() == text
                && assemble(&parts, text, query).is_ok_and(|url| {
                    // Two URLs are equal when their texts are; these are made of the places in them.
                    url == parsed
                        && url.origin() == parsed.origin()
                        && url.path() == parsed.path()
                        && url.query() == parsed.query()
                        && url.fragment().is_none()
                })
        })
    };
    (is_same(path.clone(), None) && is_same(queried, Some(path.len()))).then_some(parts)
}

/// Makes a URL of another text with the same origin.
fn assemble(parts: &[Part], text: String, query: Option<usize>) -> serde_json::Result<Url> {
    Url::deserialize_internal(Parts {
        rest: parts.iter(),
        text: Some(text),
        query: query.map_or(Value::Null, Value::from),
    })
}

/// One of the parts of a URL, in the order in which [`Url::serialize_internal`] gives them.
enum Part {
    Text,
    /// Where the query begins, if there is one.
    Query,
    /// A place in the text.
    Place(u32),
    Other(Value),
}

impl Part {
    fn of((index, value): (usize, Value)) -> Self {
        match (index, value.as_u64().and_then(|place| u32::try_from(place).ok())) {
            (0, _) => Self::Text,
            (8, _) => Self::Query,
            // The port is an option.
            (1..=5 | 7, Some(place)) => Self::Place(place),
            _ => Self::Other(value),
        }
    }
}

/// The parts of a URL, with another text and another query.
struct Parts<'a> {
    rest: std::slice::Iter<'a, Part>,
    text: Option<String>,
    query: Value,
}

impl<'de> Deserializer<'de> for Parts<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_seq(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Parts<'de> {
    type Error = serde_json::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let Some(part) = self.rest.next() else { return Ok(None) };
        match part {
            Part::Text => {
                let text = self.text.take().unwrap_or_default();
                let text: StringDeserializer<Self::Error> = text.into_deserializer();
                seed.deserialize(text).map(Some)
            }
            Part::Query => seed.deserialize(std::mem::take(&mut self.query)).map(Some),
            Part::Place(place) => {
                let place: U32Deserializer<Self::Error> = place.into_deserializer();
                seed.deserialize(place).map(Some)
            }
            Part::Other(value) => seed.deserialize(value).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(base: &str, path: &'static str) -> UrlTemplate {
        UrlTemplate::new(&Root::from(Url::parse(base).unwrap()), path)
    }

    /// Puts one value into every place, and perhaps a query after them.
    fn filled(template: &UrlTemplate, value: &str, query: &str) -> Url {
        let mut text = template.prefix().to_owned();
        for piece in template.rest() {
            text.push_str(match piece {
                Piece::Literal(text) => text,
                Piece::Parameter(_) => value,
            });
        }
        let begin = (!query.is_empty()).then_some(text.len());
        let text = text + query;
        let parsed = Url::parse(&text).unwrap();
        let url = template.finish(text, begin).unwrap();
        url.check_invariants().unwrap();
        assert_eq!(url, parsed);
        for part in [Url::host_str, Url::query, Url::fragment] {
            assert_eq!(part(&url), part(&parsed));
        }
        assert_eq!((url.path(), url.port()), (parsed.path(), parsed.port()));
        assert_eq!(url.origin(), parsed.origin());
        url
    }

    #[test]
    fn put_together_and_parsed_are_the_same() {
        for base in [
            "https://vendor.example",
            "https://vendor.example:9440/api/v3",
            "https://xn--bcher-kva.example/a%20b",
            "http://127.0.0.1:8080",
            "http://[::1]:8080/prefix",
        ] {
            for path in ["", "/", "/a/{b}", "/{a}", "/a/{b}/c{d}", "/.{a}", "/a:b@c/{d};v=1"] {
                let template = template(base, path);
                assert!(template.parts.is_some(), "{base}{path}");
                for (value, query) in [("x", ""), ("a%2Fb", "?c=d&e=f+g%20"), ("~", "?=")] {
                    let url = filled(&template, value, query);
                    assert!(url.as_str().starts_with(base), "{url}");
                }
            }
        }
    }

    #[test]
    fn what_the_parser_changes_is_parsed() {
        for path in ["/a b/{c}", "/a/../{b}", "/%2{a}", "/a?{b}", "/\u{fc}/{a}", "/a\\{b}"] {
            let template = template("https://vendor.example", path);
            assert!(template.parts.is_none(), "{path}");
            template.finish("https://vendor.example/a/../b".to_owned(), None).unwrap();
        }
        let template = template("https://vendor.example", "/%2{a}");
        let url = template.finish("https://vendor.example/b/%2e".to_owned(), None).unwrap();
        assert_eq!(url.path(), "/b/");
    }
}
