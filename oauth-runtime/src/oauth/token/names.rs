//! The names of members: which came twice, and which are there in place of a token.

use std::collections::BTreeMap;

use serde::de::{Deserializer, MapAccess, Visitor};

use crate::oauth::lenient::value::{CowStr, LenientValue};

/// How many names that came twice are given at most.
const MOST_REPEATED: usize = 64;

/// How many names of members that are there instead of a token are given at most, and how deep they are looked for.
const MOST_SEEN: usize = 16;
const SEEN_DEPTH: usize = 4;

/// A name longer than this is not shown: it may be a value.
const LONGEST_SHOWN: usize = 40;

/// How many names are kept without allocating.
const FEW: usize = 16;

/// The names that came, each as a number that others rarely have: enough to tell whether one may have come twice.
#[derive(Default)]
pub(crate) struct Names {
    few: [u32; FEW],
    count: usize,
    many: Vec<u32>,
}

impl Names {
    pub(crate) fn note(&mut self, name: &str) {
        match self.few.get_mut(self.count) {
            Some(place) => *place = digest(name),
            None => self.many.push(digest(name)),
        }
        self.count += 1;
    }

    /// Returns the names that came more than once, read again from the object that they are of; not all of many.
    pub(crate) fn repeated(&mut self, json: &str) -> Vec<String> {
        let few = self.few.get(..self.count.min(FEW)).unwrap_or_default();
        let may_repeat = |(at, digest)| few.get(..at).is_some_and(|before| before.contains(digest));
        if self.many.is_empty() && !few.iter().enumerate().any(may_repeat) {
            return Vec::new();
        }
        self.many.extend_from_slice(few);
        self.many.sort_unstable();
        let mut candidates: Vec<u32> = Vec::new();
        for pair in self.many.windows(2) {
            if let [one, other] = pair
                && one == other
                && candidates.last() != Some(one)
            {
                candidates.push(*one);
            }
        }
        let mut counts = BTreeMap::new();
        for_each_member(json, |name, _| {
            if candidates.binary_search(&digest(name)).is_ok() {
                count(&mut counts, name);
            }
        });
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
    }
}

/// Returns the names that came more than once in an object.
pub(crate) fn repeated_in(json: &str) -> Vec<String> {
    let mut names = Names::default();
    for_each_member(json, |name, _| names.note(name));
    names.repeated(json)
}

/// Counts how often each of these names comes.
pub(crate) fn count_members(json: &str, names: Vec<String>) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = names.into_iter().map(|name| (name, 0)).collect();
    for_each_member(json, |name, _| {
        if let Some(count) = counts.get_mut(name) {
            *count += 1;
        }
    });
    counts
}

fn count(counts: &mut BTreeMap<String, u32>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else if counts.len() < MOST_REPEATED {
        counts.insert(name.to_owned(), 1);
    }
}

/// FNV-1a.
fn digest(name: &str) -> u32 {
    name.bytes()
        .fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Returns the names that are there, with dots where one is inside another: where a token may be hidden, never what is in
/// it. A name that may itself be a value is left out.
pub(crate) fn seen(json: &str, is_wanted: impl Fn(&str, &LenientValue<'_>) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for_each_member(json, |name, value| {
        if is_wanted(name, &value) {
            push(&mut names, "", name, &value, SEEN_DEPTH);
        }
    });
    names
}

fn push(names: &mut Vec<String>, path: &str, name: &str, value: &LenientValue<'_>, depth: usize) {
    if names.len() >= MOST_SEEN || !is_surely_a_name(name) {
        return;
    }
    let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if depth > 1 && value.is_filled_object() {
        for_each_member(value.json(), |name, value| push(names, &path, name, &value, depth - 1));
    } else {
        names.push(path);
    }
}

/// Tells whether it is a word of a page, not a token that stands where a name is expected.
fn is_surely_a_name(name: &str) -> bool {
    let is_of_a_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    !name.is_empty() && name.len() <= LONGEST_SHOWN && name.bytes().all(is_of_a_word) && digits < 4
}

/// Goes through the members of an object, and keeps nothing of it. Tells whether it is an object, to its end.
pub(crate) fn for_each_member<'de>(
    json: &'de str,
    mut each: impl FnMut(&str, LenientValue<'de>),
) -> bool {
    let mut reader = serde_json::Deserializer::from_str(json);
    reader.deserialize_map(Members(&mut each)).and_then(|()| reader.end()).is_ok()
}

struct Members<'a, 'de>(&'a mut dyn FnMut(&str, LenientValue<'de>));

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(CowStr(name)) = members.next_key()? {
            (self.0)(&name, members.next_value()?);
        }
        Ok(())
    }
}
