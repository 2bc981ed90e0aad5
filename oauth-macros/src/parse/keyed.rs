//! Lists of `key = value` and `key(…)`, read one by one: a bad one does not hide the next.

use proc_macro2::{Ident, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Type};

use crate::errors::Errors;
use crate::suggest;

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

/// Reads all keys of a list. `read` takes the value of a key it knows and says whether it does.
pub(super) fn list(
    input: ParseStream<'_>,
    known: &[&str],
    errors: &Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        match input.call(<Ident as syn::ext::IdentExt>::parse_any) {
            Err(error) => {
                errors.at(
                    error.span(),
                    "expected a key",
                    format_args!("known here: {}", suggest::list(known)),
                );
                step_over(input);
            }
            Ok(key) => {
                let name = key.to_string();
                if !known.contains(&name.as_str()) {
                    errors.on(
                        &key,
                        format_args!("unknown key `{name}`"),
                        suggest::help(&name, known),
                    );
                    step_over(input);
                } else if seen.contains(&key) {
                    errors.on(
                        &key,
                        format_args!("`{name}` is given twice"),
                        "remove one of the two",
                    );
                    step_over(input);
                } else {
                    if let Err(error) = read(&key, input) {
                        errors.syntax(&error, form_of(&name));
                        step_over(input);
                    }
                    seen.push(key);
                }
            }
        }
        if input.is_empty() {
            break;
        }
        if let Err(error) = input.parse::<Token![,]>() {
            errors.at(error.span(), "expected `,`", "separate the keys with commas");
            step_over(input);
            if input.parse::<Token![,]>().is_err() {
                break;
            }
        }
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
        "allow" => "write `allow(secret_in_url)`",
        "crate" => "write `crate = path::to::oauth_runtime`",
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
        let ty: Type = input.parse()?;
        let is_none = matches!(&ty, Type::Path(path) if path.path.is_ident("none"));
        Ok(if is_none { Self::None } else { Self::Type(Box::new(ty)) })
    }
}

/// Reads what stands in parentheses, separated by commas.
pub(super) fn in_parentheses<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let content;
    syn::parenthesized!(content in input);
    let items = content.parse_terminated(T::parse, Token![,])?;
    Ok(items.into_iter().collect())
}

/// Reads `= value`.
pub(super) fn after_equals<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}
