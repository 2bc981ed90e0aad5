//! Lists of `key = value`, `key(…)` and `key`, read one by one: a bad one does not hide the next.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::input::step_over;
use crate::errors::Errors;
use crate::keys::{BodyWord, KnownKeys, KnownWords, SchemeWord};
use crate::suggest;

/// Reads all keys of a list, and tells whether all could be read. `read` takes the value of a key.
pub(super) fn parse_keys<K: KnownKeys>(
    input: ParseStream<'_>,
    errors: &Errors,
    mut read: impl FnMut(K, &Ident, ParseStream<'_>) -> syn::Result<()>,
) -> bool {
    let mut is_clean = true;
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        let is_read = match input.call(Ident::parse_any) {
            Ok(word) => match K::of(&word) {
                Some(key) if !seen.contains(&word) => {
                    let value = read(key, &word, input);
                    let is_read = value_ends_here(key, &word, value, input, errors);
                    seen.push(word);
                    is_read
                }
                known => {
                    report_needless_key::<K>(&word, known.is_some(), seen.last(), errors);
                    step_over(input);
                    known.is_some()
                }
            },
            Err(error) => {
                let help = help_for_no_key::<K>(input);
                errors.at(error.span(), "expected a key", help);
                step_over(input);
                false
            }
        };
        is_clean &= is_read;
        if input.parse::<Token![,]>().is_err() && !input.is_empty() {
            break;
        }
    }
    is_clean
}

/// Reports a key that is given twice or is none of this place. What follows an unknown one may be a word of the last key.
fn report_needless_key<K: KnownKeys>(
    word: &Ident,
    is_known: bool,
    last: Option<&Ident>,
    errors: &Errors,
) {
    if is_known {
        errors.on(word, format_args!("`{word}` is given twice"), "remove one of the two");
        return;
    }
    let name = word.to_string();
    let help = last
        .and_then(|last| help_for_an_alternative(&name, last))
        .unwrap_or_else(|| K::help(&name));
    errors.on(word, format_args!("unknown key `{name}`"), help);
}

/// Returns the help for a scheme or body that stands where a key should: `auth = basic, bearer`.
fn help_for_an_alternative(word: &str, last: &Ident) -> Option<String> {
    let fits = (last == "auth" && SchemeWord::named(word).is_some())
        || (last == "body" && BodyWord::named(word).is_some());
    fits.then(|| format!("join alternatives with `|`: `{last} = … | {word}`"))
}

/// Returns the help for what is no key at all. A text is taken for the base, where there can be one.
fn help_for_no_key<K: KnownKeys>(input: ParseStream<'_>) -> String {
    let has_a_base = K::named("base_url").is_some();
    let text = input.fork().parse::<LitStr>().ok().filter(|_| has_a_base);
    match text.map(|text| text.value()) {
        Some(path) if path.starts_with('/') => format!("write `base_path = \"{path}\"`"),
        Some(url) => format!("write `base_url = \"{url}\"`"),
        None => format!("known here: {}", suggest::list(K::NAMES)),
    }
}

/// After a value comes a comma or the end. Tells whether there was a value.
fn value_ends_here<K: KnownKeys>(
    key: K,
    word: &Ident,
    value: syn::Result<()>,
    input: ParseStream<'_>,
    errors: &Errors,
) -> bool {
    if let Err(error) = value {
        errors.of_key(word, &error, key.form());
        step_over(input);
        return false;
    }
    if !input.peek(Token![,])
        && let Ok(next) = input.fork().parse::<TokenTree>()
    {
        report_what_follows(key, word, &next, errors);
        step_over(input);
    }
    true
}

/// Reports what stands behind a key and its value.
fn report_what_follows<K: KnownKeys>(key: K, word: &Ident, next: &TokenTree, errors: &Errors) {
    let is_key = matches!(next, TokenTree::Ident(next) if K::of(next).is_some());
    if is_key {
        errors.on(
            next,
            format_args!("a comma is missing between `{word}` and `{next}`"),
            format_args!("write `, {next}`"),
        );
    } else if key.stands_alone() {
        errors.on(first_of(next), format_args!("`{word}` takes no value"), key.form());
    } else {
        let shown = match next {
            TokenTree::Group(_) => "group".to_owned(),
            other => format!("`{other}`"),
        };
        let help = match next {
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                "write `,` in its place".to_owned()
            }
            _ => format!("{}; keys are separated by commas", key.form()),
        };
        errors.on(first_of(next), format_args!("unexpected {shown} behind `{word}`"), help);
    }
}

/// The opening delimiter of a group, or the token itself.
fn first_of(token: &TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) => {
            let mut empty = Group::new(group.delimiter(), TokenStream::new());
            empty.set_span(group.span());
            TokenTree::Group(empty)
        }
        other => other.clone(),
    }
}
