//! What the messages of all mistakes have in common, checked over every expected message.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "whatever is missing fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Cases whose mistake is the attribute as a whole.
const ABOUT_THE_ATTRIBUTE: &[&str] = &[];

/// Cases whose errors the compiler words alone, because nothing of ours is asked: names, moves, counts of arguments.
const WORDED_BY_THE_COMPILER: &[&str] = &["E0061", "E0308", "E0382", "E0425", "E0599", "E0782"];

/// A case: its source and what the compiler says about it.
struct Case {
    name: String,
    source: String,
    message: String,
}

impl Case {
    /// The errors, each with everything that belongs to it.
    fn errors(&self) -> Vec<String> {
        let mut errors: Vec<String> = Vec::new();
        let mut is_error = false;
        for line in self.message.lines() {
            if line.starts_with("error") || line.starts_with("warning") {
                is_error = line.starts_with("error");
                if is_error {
                    errors.push(String::new());
                }
            }
            if let (true, Some(error)) = (is_error, errors.last_mut()) {
                error.push_str(line);
                error.push('\n');
            }
        }
        errors
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")
}

/// All cases by folder.
fn cases() -> BTreeMap<String, Vec<Case>> {
    let mut cases: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for folder in fs::read_dir(directory()).unwrap() {
        let folder = folder.unwrap().path();
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let message = file.with_extension("stderr");
            let message = fs::read_to_string(&message)
                .unwrap_or_else(|_| panic!("{} has no expected message", file.display()));
            let name = file.strip_prefix(directory()).unwrap().display().to_string();
            let source = fs::read_to_string(&file).unwrap();
            let folder = folder.file_name().unwrap().display().to_string();
            cases.entry(folder).or_default().push(Case { name, source, message });
        }
    }
    cases
}

fn all() -> Vec<Case> {
    cases().into_values().flatten().collect()
}

#[test]
fn every_kind_of_mistake_has_its_cases() {
    let cases = cases();
    assert!(cases.len() >= 11, "{:?}", cases.keys());
    let count: usize = cases.values().map(Vec::len).sum();
    assert!(count >= 200, "{count} cases");
    let sources: BTreeSet<String> = all().into_iter().map(|case| case.source).collect();
    assert_eq!(sources.len(), count, "two cases have the same source");
}

#[test]
fn every_message_has_its_case() {
    let cases: BTreeSet<String> = all().into_iter().map(|case| case.name).collect();
    for folder in fs::read_dir(directory()).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let source = file.with_extension("rs");
            let name = source.strip_prefix(directory()).unwrap().display().to_string();
            assert!(cases.contains(&name), "{} belongs to nothing", file.display());
        }
    }
}

#[test]
fn every_mistake_is_told() {
    for case in all() {
        assert!(!case.errors().is_empty(), "{} has no error", case.name);
        assert!(!case.message.contains("\nwarning"), "{} has a warning beside", case.name);
        assert!(!case.message.starts_with("warning"), "{} has a warning beside", case.name);
    }
}

#[test]
fn one_mistake_is_one_error() {
    let several = ["calling/two-parameters-missing.rs"];
    for case in all() {
        let is_one = !case.name.starts_with("many/") && !several.contains(&case.name.as_str());
        let count = case.errors().len();
        assert!(!is_one || count == 1, "{} has {count} errors", case.name);
    }
}

#[test]
fn every_error_says_what_to_write() {
    for case in all() {
        for error in case.errors() {
            let code = error.strip_prefix("error[").and_then(|rest| rest.split(']').next());
            let is_ours = code.is_none_or(|code| !WORDED_BY_THE_COMPILER.contains(&code));
            let helps = error.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with("help: ") || line.starts_with("= note: ")
            });
            let is_riddle =
                error.contains("the trait bound `") || error.contains("is not a future");
            let is_known = case.name == "calling/await-without-send.rs";
            assert!(!is_ours || helps || is_known, "{} has no help:\n{error}", case.name);
            assert!(!is_riddle || is_known, "{} is a riddle:\n{error}", case.name);
        }
    }
}

#[test]
fn help_stands_in_the_second_line() {
    for case in all() {
        for error in case.errors().iter().filter(|error| error.starts_with("error: ")) {
            // The compiler's own lints have their help at the end.
            let second = error.lines().nth(1).unwrap_or_default();
            let is_lint = error.starts_with("error: unused ");
            assert!(is_lint || second.starts_with("       help: "), "{}:\n{error}", case.name);
        }
    }
}

#[test]
fn no_error_is_about_the_attribute_as_a_whole() {
    for case in all() {
        let lines: Vec<&str> = case.message.lines().collect();
        for pair in lines.windows(2) {
            let (Some((_, source)), Some((_, marks))) =
                (pair[0].split_once("| "), pair[1].split_once("| "))
            else {
                continue;
            };
            let is_whole = source.starts_with("#[oauth_api") && marks.starts_with('^');
            let is_meant = ABOUT_THE_ATTRIBUTE.contains(&case.name.as_str());
            assert!(!is_whole || is_meant, "{}:\n{}", case.name, case.message);
        }
    }
}

#[test]
fn no_internal_name_is_shown() {
    for case in all() {
        let words = case.message.split(|c: char| !c.is_alphanumeric() && c != '_');
        let mut internal =
            words.filter(|word| word.starts_with("__") && word.chars().any(char::is_alphanumeric));
        assert_eq!(internal.next(), None, "{}:\n{}", case.name, case.message);
        assert!(!case.message.contains("panicked"), "{}:\n{}", case.name, case.message);
    }
}

#[test]
fn errors_stand_in_the_order_of_the_source() {
    for case in all().iter().filter(|case| case.name.starts_with("many/")) {
        let places = case.errors().into_iter().map(|error| {
            let place = error.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
            let mut parts = place.unwrap().rsplit(':').map(|part| part.parse::<u32>().unwrap());
            let column = parts.next().unwrap();
            (parts.next().unwrap(), column)
        });
        assert!(places.is_sorted(), "{}:\n{}", case.name, case.message);
    }
}

#[test]
fn twenty_mistakes_are_twenty_errors() {
    let cases = all();
    let case = cases.iter().find(|case| case.name == "many/twenty-mistakes.rs").unwrap();
    let first_lines: BTreeSet<String> =
        case.errors().iter().filter_map(|error| Some(error.lines().next()?.to_owned())).collect();
    assert_eq!((case.errors().len(), first_lines.len()), (20, 20), "{}", case.message);
}
