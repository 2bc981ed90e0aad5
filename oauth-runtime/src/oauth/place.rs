//! Places in JSON: the names of the members on the way, a number where the way leads through a list.

use std::borrow::Cow;

use crate::oauth::lenient::value::{LenientValue, for_each_item};
use crate::oauth::token::names::for_each_member;

/// Where something is: the names on the way, from the outermost.
pub(crate) type Place = [&'static str];

/// Shows what stands at a place, each time that it is there: a member may have come more than once.
pub(crate) fn for_each_at<'de>(
    json: &'de str,
    place: &Place,
    each: &mut dyn FnMut(LenientValue<'de>),
) {
    let Some((first, rest)) = place.split_first() else { return };
    for_each_child(json, |name, value| {
        if name == *first {
            for_each_below(value, rest, each);
        }
    });
}

/// The same from a value on; an empty place is the value itself.
pub(crate) fn for_each_below<'de>(
    value: LenientValue<'de>,
    place: &Place,
    each: &mut dyn FnMut(LenientValue<'de>),
) {
    match value.as_borrowed() {
        _ if place.is_empty() => each(value),
        Some(json) => for_each_at(json, place, each),
        // A text that was written down, as the fields of a form are: nothing is inside.
        None => {}
    }
}

/// Goes through the members of an object, or through the items of a list, which are called by their numbers.
pub(crate) fn for_each_child<'de>(json: &'de str, mut each: impl FnMut(&str, LenientValue<'de>)) {
    if LenientValue::from(Cow::Borrowed(json)).is_list() {
        let mut index = 0_usize;
        for_each_item(json, |item| {
            each(&index.to_string(), item);
            index += 1;
        });
    } else {
        for_each_member(json, each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &str, place: &Place) -> Vec<String> {
        let mut found = Vec::new();
        for_each_at(json, place, &mut |value| found.push(value.json().to_owned()));
        found
    }

    #[test]
    fn ways_lead_through_objects_and_lists() {
        let json =
            r#"{"a":{"b":1,"b":2},"l":[{"m":"x"},{"m":"y"}],"a":{"b":3},"0":4,"n":null,"d.e":5}"#;
        for (place, expected) in [
            (&["a", "b"][..], &["1", "2", "3"][..]),
            (&["l", "0", "m"], &[r#""x""#]),
            (&["l", "1", "m"], &[r#""y""#]),
            (&["l", "2", "m"], &[]),
            (&["l", "01", "m"], &[]),
            (&["l", "m"], &[]),
            (&["0"], &["4"]),
            (&["n"], &["null"]),
            (&["n", "x"], &[]),
            (&["a", "b", "c"], &[]),
            (&["d.e"], &["5"]),
            (&["d", "e"], &[]),
            (&[], &[]),
        ] {
            assert_eq!(at(json, place), expected, "{place:?}");
        }
        assert_eq!(at(r#"[{"a":1}]"#, &["0", "a"]), ["1"]);
        for json in ["", "7", "\"a\"", "null", "[", "{", r#"{"a":"#] {
            assert!(at(json, &["a"]).is_empty(), "{json}");
        }
    }
}
