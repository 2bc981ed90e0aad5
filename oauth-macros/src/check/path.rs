//! Rules of paths and their placeholders.

use syn::LitStr;

use crate::errors::Errors;
use crate::parse::Endpoint;

/// Checks the text of a path and returns the names of its placeholders.
pub(super) fn placeholders(path: &LitStr, errors: &Errors) -> Vec<String> {
    let text = path.value();
    let wrong =
        |what: &str, help: &str| errors.on(path, format_args!("the path `{text}` {what}"), help);
    if !text.starts_with('/') {
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
        wrong(
            &format!("has the character `{}`", odd.escape_default()),
            "percent-encode it (RFC 3986, section 3.3)",
        );
    }
    if text.split('/').any(|segment| segment == "." || segment == "..") {
        wrong("has a dot segment", "write the path without `.` and `..` (RFC 3986, section 5.2.4)");
    }
    let mut names: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['{', '}']) {
        let (_, from_brace) = rest.split_at(open);
        let inner = from_brace.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = inner else {
            wrong("has an unbalanced brace", "write placeholders as `{name}`");
            break;
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
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
pub(super) fn every_placeholder_has_a_parameter(
    endpoint: &Endpoint,
    path: &LitStr,
    names: &[String],
    errors: &Errors,
) {
    for name in names {
        let is_there = endpoint
            .parameters
            .iter()
            .any(|parameter| crate::model::plain(&parameter.ident) == *name);
        if !is_there && !endpoint.broken {
            errors.on(
                path,
                format_args!("path placeholder `{{{name}}}` has no parameter"),
                format_args!("add `{name}: String` to `fn {}`", endpoint.ident),
            );
        }
    }
}
