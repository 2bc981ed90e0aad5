//! What keeps a value that is well-formed from being held.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// How deep a value may be nested: what `serde_json` reads.
const DEEPEST: usize = 127;

/// How many digits in a row are surely a number that can be held.
const LONGEST_NUMBER: usize = 300;

/// Why a value that is well-formed cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is nested deeper than anything sensible is.
    TooDeep,
    /// Nothing can hold it: `1e400`, or half of a surrogate pair.
    Unrepresentable,
}

/// What one look at a value tells of it.
struct Scan {
    depth: usize,
    /// It has a number with an exponent, a very long one, or an escape that may be half of a pair.
    is_suspicious: bool,
}

impl Scan {
    fn of(json: &str) -> Self {
        let mut scan = Self { depth: 0, is_suspicious: false };
        let (mut depth, mut digits) = (0_usize, 0_usize);
        let mut bytes = json.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => scan.is_suspicious |= string_is_suspicious(&mut bytes),
                b'[' | b'{' => {
                    depth += 1;
                    scan.depth = scan.depth.max(depth);
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b'e' | b'E' if digits > 0 => scan.is_suspicious = true,
                _ => {}
            }
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            scan.is_suspicious |= digits > LONGEST_NUMBER;
        }
        scan
    }
}

/// Passes over the rest of a string, and tells whether it has an escape that may be half of a surrogate pair.
fn string_is_suspicious(bytes: &mut std::str::Bytes<'_>) -> bool {
    let mut is_suspicious = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => break,
            b'\\' => is_suspicious |= bytes.next() == Some(b'u'),
            _ => {}
        }
    }
    is_suspicious
}

/// Looks for an oddity in any value.
pub(super) fn find(json: &str) -> Option<Oddity> {
    let scan = Scan::of(json);
    if scan.depth > DEEPEST {
        return Some(Oddity::TooDeep);
    }
    let is_odd = scan.is_suspicious && serde_json::from_str::<Representable>(json).is_err();
    is_odd.then_some(Oddity::Unrepresentable)
}

/// Tells whether a number is surely one that can be held.
pub(super) fn is_plain_number(json: &str) -> bool {
    json.len() <= LONGEST_NUMBER && !json.bytes().any(|byte| matches!(byte, b'e' | b'E'))
}

/// Any value that `serde_json` can hold, of which nothing is kept.
struct Representable;

impl<'de> Deserialize<'de> for Representable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Representable {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<IgnoredName, Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self, E> {
        Ok(self)
    }
}

/// A name that can be held, of which nothing is kept.
struct IgnoredName;

impl<'de> Deserialize<'de> for IgnoredName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Representable).map(|_| Self)
    }
}
