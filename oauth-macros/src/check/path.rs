//! Rules of paths and their placeholders.

use syn::LitStr;

use super::context::{Check, Route};
use crate::errors::Errors;
use crate::name::plain;
use crate::suggest;

/// Checks the text of a path and returns the names of its placeholders.
pub(super) fn check_path(path: &LitStr, errors: &Errors) -> Vec<String> {
    let text = path.value();
    if text.contains("://") {
        errors.on(
            path,
            format_args!("the path `{text}` is a whole URL"),
            "write the path alone, such as `\"/token\"`; its host is the `base_url`",
        );
        return Vec::new();
    }
    let text = as_placeholders_are_written(path, errors);
    path_is_well_formed(path, &text, errors);
    check_placeholders(path, &text, errors)
}

/// Reports placeholders as other frameworks write them, which would go on the wire as they stand, and returns the path as it
/// was meant.
fn as_placeholders_are_written(path: &LitStr, errors: &Errors) -> String {
    let text = path.value();
    let mut meant: Vec<String> = Vec::new();
    for segment in text.split('/') {
        let Some((written, name)) = placeholder_elsewhere(segment) else {
            meant.push(segment.to_owned());
            continue;
        };
        let literal = match written.chars().next() {
            Some(':') => " (`%3A` is the sign itself)",
            Some('*') => " (`%2A` is the sign itself)",
            _ => "",
        };
        errors.on(
            path,
            format_args!(
                "the path `{text}` has the placeholder `{written}`, as other frameworks write it"
            ),
            format_args!("write `{{{name}}}`{literal}"),
        );
        meant.push(segment.replacen(written, &format!("{{{name}}}"), 1));
    }
    meant.join("/")
}

/// Finds a placeholder in a segment as other frameworks write it, and what it is called: `:id`, `*id`, `${id}`, `{{id}}`,
/// `<id>`, `<int:id>`, `[id]`, `{*id}`, `{id:int}`.
fn placeholder_elsewhere(segment: &str) -> Option<(&str, &str)> {
    let after_a_sign = |sign: char| {
        let name = segment.strip_prefix(sign)?;
        let name = name.split(|c: char| !is_of_name(c)).next().filter(|name| is_name(name))?;
        Some((segment.get(..sign.len_utf8() + name.len())?, name))
    };
    let between = |open: &str, close: &str| {
        let (before, inner) = segment.split_once(open)?;
        let (inner, _) = inner.split_once(close)?;
        let end = before.len() + open.len() + inner.len() + close.len();
        // Signs at an end say that it takes more than one segment, or none; a type stands beside the name.
        let mut words = inner.trim_matches(|c: char| "*+?.: ".contains(c)).split(':');
        let name = if open == "<" { words.next_back() } else { words.next() };
        let written = segment.get(before.len()..end)?;
        name.map(|name| (written, name))
            .filter(|(_, name)| is_name(name) && (open != "{" || inner != *name))
    };
    after_a_sign(':')
        .or_else(|| after_a_sign('*'))
        .or_else(|| between("${", "}"))
        .or_else(|| between("{{", "}}"))
        .or_else(|| between("<", ">"))
        .or_else(|| between("[", "]"))
        .or_else(|| between("{", "}"))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_name(word: &str) -> bool {
    word.chars().all(is_of_name) && word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A path is absolute and has no more than paths have (RFC 3986, section 3.3).
fn path_is_well_formed(path: &LitStr, text: &str, errors: &Errors) {
    let written = path.value();
    let wrong =
        |what: &str, help: &str| errors.on(path, format_args!("the path `{written}` {what}"), help);
    if text.is_empty() {
        errors.on(path, "the path is empty", "write `\"/\"`, or what follows the base URL");
    } else if !text.starts_with('/') {
        wrong("does not begin with `/`", &format!("write `\"/{text}\"`"));
    }
    if text.contains(['?', '#']) {
        wrong(
            "has a query or a fragment",
            "declare query parameters as parameters of the function",
        );
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
        } else if !name.chars().all(is_of_name) {
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
