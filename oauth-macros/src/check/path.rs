//! Rules of paths and their placeholders.

use syn::LitStr;

use super::context::{Check, Route};
use crate::errors::Errors;
use crate::name::plain;
use crate::suggest;

/// Checks the text of a path and returns the names of its placeholders.
pub(super) fn check_path(path: &LitStr, errors: &Errors) -> Vec<String> {
    let text = path.value();
    if text.is_empty() {
        return Vec::new();
    }
    let meant = as_it_was_meant(path, errors);
    path_is_well_formed(path, &meant, errors);
    check_placeholders(path, &meant.text, errors)
}

/// A path as it was meant: its placeholders written as they are here, and without its query.
struct Meant {
    text: String,
    has_query: bool,
}

/// Reports placeholders as other frameworks write them, which would go on the wire as they stand.
fn as_it_was_meant(path: &LitStr, errors: &Errors) -> Meant {
    let written = path.value();
    let mut text = String::new();
    let mut rest = written.as_str();
    while let Some(next) = rest.chars().next().filter(|c| !matches!(c, '?' | '#')) {
        let found = placeholder_elsewhere(rest, text.chars().next_back());
        let length = match found {
            Some((placeholder, _)) => placeholder.len(),
            None => group(rest, ('{', '}')).map_or(next.len_utf8(), str::len),
        };
        let (taken, after) = rest.split_at(length);
        if let Some((placeholder, name)) = found {
            report_elsewhere(path, placeholder, name, errors);
            text.extend(["{", name, "}"]);
        } else {
            text.push_str(taken);
        }
        rest = after;
    }
    Meant { text, has_query: rest.starts_with('?') }
}

fn report_elsewhere(path: &LitStr, placeholder: &str, name: &str, errors: &Errors) {
    let literal = match placeholder.chars().next() {
        Some(':') => " (for a literal `:`, write `%3A`)",
        Some('*') => " (for a literal `*`, write `%2A`)",
        _ => "",
    };
    errors.on(
        path,
        format_args!(
            "the path `{}` has the placeholder `{placeholder}`, as other frameworks write it",
            path.value()
        ),
        format_args!("write `{{{name}}}`{literal}"),
    );
}

/// What a text begins with, if that is a placeholder as other frameworks write it; and what it is called.
fn placeholder_elsewhere(text: &str, before: Option<char>) -> Option<(&str, &str)> {
    after_a_sign(text, before)
        .or_else(|| between_brackets(text))
        .filter(|(placeholder, name)| is_name(name) && *placeholder != format!("{{{name}}}"))
}

/// `:id`, `*id`, `:id?`, `:id([0-9]+)`, `:from-:to`. A colon after a word or a placeholder is none: `/books:batch`.
fn after_a_sign(text: &str, before: Option<char>) -> Option<(&str, &str)> {
    let begins_segment = matches!(before, None | Some('/'));
    let is_joined = matches!(before, Some('-' | '.'));
    let after = match text.chars().next()? {
        ':' if begins_segment || is_joined => text.strip_prefix(':')?,
        '*' if begins_segment => text.strip_prefix('*')?,
        _ => return None,
    };
    let (name, rest) = after.split_at(after.find(|c| !is_of_name(c)).unwrap_or(after.len()));
    let rest =
        group(rest, ('(', ')')).and_then(|pattern| rest.strip_prefix(pattern)).unwrap_or(rest);
    // A sign at the end says that it may be absent or take several segments; a `?` elsewhere begins a query.
    let ends_segment = |rest: &&str| rest.is_empty() || rest.starts_with('/');
    let rest = rest.strip_prefix(['?', '*', '+']).filter(ends_segment).unwrap_or(rest);
    Some((text.strip_suffix(rest)?, name))
}

/// `${id}`, `{{id}}`, `{*id}`, `{id:int}`, `{id:[0-9]+}`, `<id>`, `<int:id>`, `<id:int>`, `[id]`.
fn between_brackets(text: &str) -> Option<(&str, &str)> {
    let from_bracket = text.strip_prefix('$').filter(|it| it.starts_with('{')).unwrap_or(text);
    let brackets = [('{', '}'), ('<', '>'), ('[', ']')];
    let inner = brackets.into_iter().find_map(|pair| group(from_bracket, pair))?;
    let (placeholder, _) = text.split_at(text.len() - from_bracket.len() + inner.len());
    // Signs at an end say that it takes more than one segment, or none; a type stands beside the name.
    let mut words = inner.trim_matches(|c: char| "{}<>[]*+?.: ".contains(c)).split(':');
    let first = words.next()?;
    let name = match words.next() {
        Some(second) if inner.starts_with('<') && (is_type(first) || !is_type(second)) => {
            words.next_back().unwrap_or(second)
        }
        _ => first,
    };
    Some((placeholder, name))
}

/// The group that a text begins with, from a bracket to the one that closes it.
fn group(text: &str, (open, close): (char, char)) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
        }
        if depth == 0 {
            return text.get(..at + c.len_utf8()).filter(|_| c == close);
        }
    }
    None
}

/// Types that stand beside the names of placeholders elsewhere.
fn is_type(word: &str) -> bool {
    ["any", "float", "int", "path", "re", "str", "string", "uuid"].contains(&word)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_name(word: &str) -> bool {
    word.chars().all(is_of_name) && word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A path is absolute and has no more than paths have (RFC 3986, section 3.3).
fn path_is_well_formed(path: &LitStr, Meant { text, has_query }: &Meant, errors: &Errors) {
    let written = path.value();
    let wrong =
        |what: &str, help: &str| errors.on(path, format_args!("the path `{written}` {what}"), help);
    if !text.starts_with('/') {
        wrong("does not begin with `/`", &format!("write `\"/{text}\"`"));
    }
    if *has_query {
        wrong("has a query", "declare query parameters as parameters of the function");
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/{}?#".contains(c);
    if let Some(odd) = text.chars().find(|c| !allowed(*c)) {
        let help = if "<>".contains(odd) {
            "write placeholders as `{name}`".to_owned()
        } else {
            let mut bytes = [0; 4];
            let bytes = odd.encode_utf8(&mut bytes).bytes();
            let encoded: Vec<String> = bytes.map(|byte| format!("%{byte:02X}")).collect();
            format!("write `{}` for it (RFC 3986, section 3.3)", encoded.concat())
        };
        wrong(&format!("has the character `{}`", odd.escape_debug()), &help);
    }
    let is_hex = |pair: &str| {
        let mut digits = pair.chars();
        digits.next().is_some_and(|digit| digit.is_ascii_hexdigit())
            && digits.next().is_some_and(|digit| digit.is_ascii_hexdigit())
    };
    if text.split('%').skip(1).any(|after| !is_hex(after)) {
        wrong(
            "has a `%` without two hexadecimal digits (RFC 3986, section 2.1)",
            "write `%25` for the sign itself",
        );
    }
    if text.contains("//") {
        wrong("has an empty segment", "write one `/` between two segments");
    }
    if text.split('/').any(|segment| segment == "." || segment == "..") {
        wrong("has a dot segment", "write the path without `.` and `..` (RFC 3986, section 5.2.4)");
    }
}

/// Placeholders are names, each there once.
fn check_placeholders(path: &LitStr, text: &str, errors: &Errors) -> Vec<String> {
    let written = path.value();
    let wrong =
        |what: &str, help: &str| errors.on(path, format_args!("the path `{written}` {what}"), help);
    let mut names: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (_, from_brace) = rest.split_at(open);
        let inner = from_brace.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = inner else {
            wrong("has an unbalanced brace", "write placeholders as `{name}`");
            break;
        };
        if name.is_empty() {
            wrong("has an empty placeholder", "write the name of a parameter between the braces");
        } else if !is_name(name) {
            wrong(
                &format!("has the placeholder `{{{name}}}`, which is not a name"),
                "write the name of a parameter between the braces",
            );
        } else if names.iter().any(|earlier| earlier == name) {
            wrong(&format!("has the placeholder `{{{name}}}` twice"), "use each placeholder once");
        } else {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}

/// Each placeholder has its parameter.
pub(super) fn every_placeholder_has_a_parameter(check: &Check<'_>, route: &Route<'_>) {
    let Check { written: endpoint, errors, .. } = *check;
    let Route { path, placeholders: names, .. } = route;
    for name in names {
        let is_there = endpoint.parameters.iter().any(|parameter| plain(&parameter.ident) == *name);
        if !is_there && !endpoint.broken {
            let near = endpoint.parameters.iter().map(|it| plain(&it.ident));
            let near: Vec<String> = near.filter(|it| !names.contains(it)).collect();
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            let help = match suggest::nearest(name, &near) {
                Some(near) => format!(
                    "write `{{{near}}}`, or add `{name}: String` to `fn {}`",
                    endpoint.ident
                ),
                None => format!("add `{name}: String` to `fn {}`", endpoint.ident),
            };
            errors.on(path, format_args!("path placeholder `{{{name}}}` has no parameter"), help);
        }
    }
}
