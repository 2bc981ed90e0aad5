//! Rules of callbacks: the names under which a vendor sends what comes back from its page.

use super::context::Check;
use crate::keys::{CallbackWord, KnownWords as _};
use crate::model::{CallbackNames, Response};
use crate::parse::{CallbackName, DeclaredApi};

/// Returns the names of the vendor's own, where there are some or where the words of a scope are parted in its own way.
pub(super) fn check_callback(check: &Check<'_>, response: &Response) -> Option<CallbackNames> {
    let Check { declared, written, .. } = *check;
    let comes_back = matches!(
        response,
        Response::Browser
            | Response::Redirect(_)
            | Response::RedirectOrNothing(_)
            | Response::RedirectOrJson(_)
            | Response::RedirectOrJsonOrNothing(_)
    );
    let scope_separator = scope_separator_of(declared).filter(|_| comes_back);
    let Some((key, names)) = &written.callback else {
        return scope_separator.map(|separator| CallbackNames {
            scope_separator: Some(separator),
            ..CallbackNames::default()
        });
    };
    if !comes_back {
        check.errors.on(
            key,
            format_args!(
                "`callback` is about what comes back from a page, and `{}` is none",
                check.name()
            ),
            "write it on the endpoint with `browser`, or with `-> Redirect`",
        );
        return None;
    }
    if names.is_empty() {
        check.errors.on(
            key,
            "`callback` names nothing",
            "write `callback(code = \"vendor_code\")`",
        );
    }
    let mut known: Vec<(CallbackWord, Option<String>)> = Vec::new();
    for name in names {
        if let Some((word, name)) = check_name(check, name)
            && !is_given_twice(check, &known, word, names)
        {
            known.push((word, name));
        }
    }
    names_differ(check, &known);
    Some(CallbackNames { names: known, scope_separator })
}

/// What parts the words of a `scope`, in the answers of an API as in its requests.
pub(super) fn scope_separator_of(declared: &DeclaredApi) -> Option<String> {
    let parameters = declared.endpoints.iter().flat_map(|endpoint| &endpoint.parameters);
    let mut separated = parameters.filter(|parameter| {
        let name = parameter.names.first().map(|(_, name)| name.value());
        parameter.ident == "scope" || name.is_some_and(|name| name.eq_ignore_ascii_case("scope"))
    });
    separated.find_map(|scope| Some(scope.separators.first()?.1.value()))
}

fn check_name(check: &Check<'_>, written: &CallbackName) -> Option<(CallbackWord, Option<String>)> {
    let errors = check.errors;
    let shown = written.word.to_string();
    let Some(word) = CallbackWord::of(&written.word) else {
        errors.on(
            &written.word,
            format_args!("unknown parameter `{shown}` in `callback`"),
            CallbackWord::help(&shown),
        );
        return None;
    };
    let Some(name) = &written.name else {
        match word {
            CallbackWord::Code => return Some((word, None)),
            CallbackWord::State => errors.at(
                written.span,
                "a callback without `state` could answer anyone's request (RFC 6749, section 10.12)",
                "write its name: `state = \"…\"`",
            ),
            _ => errors.at(
                written.span,
                format_args!("`{shown}` is `none`, which only `code` can be"),
                format_args!("remove it: a callback without `{shown}` is fine"),
            ),
        }
        return None;
    };
    if name.value().is_empty() {
        errors.on(
            name,
            format_args!("the name of `{shown}` in the callback is empty"),
            "write the name that the vendor documents",
        );
        return None;
    }
    Some((word, Some(name.value())))
}

fn is_given_twice(
    check: &Check<'_>,
    known: &[(CallbackWord, Option<String>)],
    word: CallbackWord,
    names: &[CallbackName],
) -> bool {
    let is_known = known.iter().any(|(earlier, _)| *earlier == word);
    let mut same = names.iter().filter(|name| CallbackWord::of(&name.word) == Some(word));
    if let (true, Some(later)) = (is_known, same.nth(1)) {
        check.errors.on(
            &later.word,
            format_args!("`{}` is given twice in `callback`", later.word),
            "remove one of the two",
        );
    }
    is_known
}

/// Two parameters of a callback cannot have one name.
fn names_differ(check: &Check<'_>, known: &[(CallbackWord, Option<String>)]) {
    let Some((_, written)) = &check.written.callback else { return };
    let name_of = |word: CallbackWord| match known.iter().find(|(own, _)| *own == word) {
        Some((_, name)) => name.clone(),
        None => word.name().map(str::to_owned),
    };
    for name in written {
        let (Some(word), Some(text)) = (CallbackWord::of(&name.word), &name.name) else { continue };
        let other = CallbackWord::ALL
            .iter()
            .find(|other| **other != word && name_of(**other).is_some_and(|it| it == text.value()));
        let is_later = |other: CallbackWord| {
            let place =
                |word| written.iter().position(|it| CallbackWord::of(&it.word) == Some(word));
            place(other).is_none_or(|place_of_other| Some(place_of_other) < place(word))
        };
        if let Some(other) = other.copied().filter(|other| is_later(*other)) {
            check.errors.on(
                text,
                format_args!(
                    "`{}` and `{}` have the same name in the callback, `{}`",
                    other.name().unwrap_or_default(),
                    name.word,
                    text.value()
                ),
                "give each the name that the vendor documents",
            );
        }
    }
}
