//! Rules of places in an answer: names joined by dots.

use crate::errors::Errors;
use crate::model::Way;
use crate::parse::DeclaredWay;

/// Returns the names of the members on the way, if it is one.
pub(super) fn check_way(written: &DeclaredWay, errors: &Errors) -> Option<Way> {
    let text = &written.text;
    if written.is_name {
        return Some(vec![text.clone()]);
    }
    let report = |wrong: &str, help: &str| {
        errors.at(written.span, format_args!("the place `{text}` {wrong}"), help);
        None
    };
    let joined =
        "write the names of the members on the way, joined by dots: `\"data.access_token\"`";
    if text.is_empty() {
        errors.at(written.span, "this place is empty", joined);
        return None;
    }
    if text.starts_with("$.") || text.starts_with('/') || text.contains('[') {
        let other = text.trim_start_matches(['$', '.', '/']).replace(['/', '['], ".");
        let other = other.replace([']', '\'', '"'], "");
        let help =
            format!("write `\"{other}\"`: names joined by dots, and a number in a list is a name");
        return report("is not joined by dots", &help);
    }
    let Some(names) = names_of(text) else {
        return report("ends with a backslash", "write `\\\\` for a backslash in a name");
    };
    if names.iter().any(String::is_empty) {
        return report("has a name that is empty", joined);
    }
    Some(names)
}

/// Takes a text apart at its dots; after a backslash, a dot or backslash is part of a name.
fn names_of(text: &str) -> Option<Way> {
    let mut names = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let character = match character {
            '.' => {
                names.push(String::new());
                continue;
            }
            '\\' => characters.next()?,
            other => other,
        };
        if let Some(last) = names.last_mut() {
            last.push(character);
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_separate_names_unless_escaped() {
        for (text, expected) in [
            ("a", &["a"][..]),
            ("a.b.0", &["a", "b", "0"]),
            (r"a\.b.c", &["a.b", "c"]),
            (r"a\\.b", &[r"a\", "b"]),
            ("a.", &["a", ""]),
            ("", &[""]),
        ] {
            assert_eq!(names_of(text).unwrap(), expected, "{text}");
        }
        assert!(names_of(r"a\").is_none());
    }
}
