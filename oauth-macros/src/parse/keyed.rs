//! Lists of `key = value` and `key(…)`, read one by one: a bad one does not hide the next.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{LitStr, Token, Type};

use super::types;
use crate::errors::Errors;
use crate::{keys, suggest};

/// A constant header.
pub(crate) struct Header {
    pub(crate) name: LitStr,
    pub(crate) value: LitStr,
}

/// The value of `error = …`.
pub(crate) enum ErrorType {
    None,
    Type(Box<Type>),
}

/// The words that a list knows, and the words that others use for them.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) known: &'static [&'static str],
    pub(super) meant: &'static [(&'static str, &'static str)],
}

/// Reads all keys of a list, and tells whether all could be read. `read` takes the value of a key it knows.
pub(super) fn list(
    input: ParseStream<'_>,
    words: Words,
    errors: &Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) -> bool {
    let mut is_clean = true;
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        match input.call(Ident::parse_any) {
            Err(error) => {
                is_clean = false;
                let text = input.fork().parse::<LitStr>().ok().filter(|_| words.known == keys::API);
                let help = match text.map(|text| text.value()) {
                    Some(path) if path.starts_with('/') => {
                        format!("write `base_path = \"{path}\"`")
                    }
                    Some(url) => format!("write `base_url = \"{url}\"`"),
                    None => format!("known here: {}", suggest::list(words.known)),
                };
                errors.at(error.span(), "expected a key", help);
                step_over(input);
            }
            Ok(key) => {
                let name = key.to_string();
                if !words.known.contains(&name.as_str()) {
                    is_clean = false;
                    let last = seen.last().map(ToString::to_string);
                    let help = suggest::alternative(&name, last.as_deref())
                        .unwrap_or_else(|| suggest::help(&name, words.known, words.meant));
                    errors.on(&key, format_args!("unknown key `{name}`"), help);
                    step_over(input);
                } else if seen.contains(&key) {
                    errors.on(
                        &key,
                        format_args!("`{name}` is given twice"),
                        "remove one of the two",
                    );
                    step_over(input);
                } else {
                    match read(&key, input) {
                        Ok(()) => ends_here(&key, input, words, errors),
                        Err(error) => {
                            is_clean = false;
                            errors.of_key(&key, &error, form_of(&name));
                            step_over(input);
                        }
                    }
                    seen.push(key);
                }
            }
        }
        if input.parse::<Token![,]>().is_err() && !input.is_empty() {
            break;
        }
    }
    is_clean
}

/// After a value comes a comma or the end.
fn ends_here(key: &Ident, input: ParseStream<'_>, words: Words, errors: &Errors) {
    if input.is_empty() || input.peek(Token![,]) {
        return;
    }
    let Ok(next) = input.fork().parse::<TokenTree>() else { return };
    let is_key =
        matches!(&next, TokenTree::Ident(next) if words.known.iter().any(|word| next == word));
    if is_key {
        errors.on(
            &next,
            format_args!("a comma is missing between `{key}` and `{next}`"),
            format_args!("write `, {next}`"),
        );
    } else if ["browser", "no_implicit_prelude", "token"].iter().any(|word| key == word) {
        errors.on(
            first_of(&next),
            format_args!("`{key}` takes no value"),
            form_of(&key.to_string()),
        );
    } else {
        let shown = match &next {
            TokenTree::Group(_) => "group".to_owned(),
            other => format!("`{other}`"),
        };
        let form = form_of(&key.to_string());
        let help = match &next {
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                "write `,` in its place".to_owned()
            }
            _ => format!("{form}; keys are separated by commas"),
        };
        errors.on(first_of(&next), format_args!("unexpected {shown} behind `{key}`"), help);
    }
    step_over(input);
}

/// The opening delimiter of a group, or the token itself.
fn first_of(token: &TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) => {
            let mut empty = proc_macro2::Group::new(group.delimiter(), TokenStream::new());
            empty.set_span(group.span());
            TokenTree::Group(empty)
        }
        other => other.clone(),
    }
}

/// Passes over everything up to the next comma.
pub(super) fn step_over(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            break;
        }
    }
}

/// Returns how a key is written.
fn form_of(key: &str) -> &'static str {
    match key {
        "base_url" => "write `base_url = \"https://…\"`",
        "base_urls" => "write `base_urls(production = \"https://…\", testing = \"https://…\")`",
        "base_path" => "write `base_path = \"/…\"`",
        "auth" => {
            "write `auth = basic`, or combine schemes: `a & b` for both, `a | b` for one of them, `none` for no authentication"
        }
        "body" => "write `body = form`, `body = json` or `body = form | json`",
        "headers" => "write `headers(\"X-Name\" = \"value\")`",
        "error" => "write `error = ErrorType`, or `error = none`",
        "errors" => "write `errors(404 => NotFound, 409 => Conflict)`",
        "browser" => "write `browser` alone",
        "token" => "write `token` alone",
        "default_expires_in" => "write the seconds: `default_expires_in = 3600`",
        "deviations" => "write `deviations(expires_in_string, scope_commas)`",
        "no_implicit_prelude" => "write `no_implicit_prelude` alone",
        "allow" => "write `allow(secret_in_url)`",
        "crate" => "write `crate = path::to::oauth_runtime`",
        "needs" => "write `needs(code, redirect_uri)`",
        "may" => "write `may(scope)`",
        _ => "see the documentation of `oauth_api`",
    }
}

impl Parse for Header {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

impl Parse for ErrorType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ty: Type =
            input.parse().map_err(|error| syn::Error::new(error.span(), "expected a type"))?;
        let ty = types::ungrouped(ty);
        let is_none = matches!(&ty, Type::Path(path) if path.path.is_ident("none"));
        Ok(if is_none { Self::None } else { Self::Type(Box::new(ty)) })
    }
}

/// Reads what stands in parentheses, separated by commas.
pub(super) fn in_parentheses<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let items = |input: ParseStream<'_>| input.parse_terminated(T::parse, Token![,]);
    Ok(items.parse2(parenthesized(input)?)?.into_iter().collect())
}

/// Takes a group in parentheses, whatever is in it.
pub(super) fn parenthesized(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    syn::parenthesized!(content in input);
    content.parse()
}

/// Reads `= value`.
pub(super) fn after_equals<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}
