//! The expressions of `auth = …`.

use proc_macro2::{Ident, Span, TokenTree};
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, token};

use super::keyed;
use crate::errors::is_nowhere;

/// An authentication expression as it is written.
pub(crate) enum Auth {
    None(Span),
    Basic(Span),
    ClientSecretBasic(Span),
    Bearer(Span),
    Header {
        name: LitStr,
        called: Option<Ident>,
    },
    All(Vec<Self>),
    AnyOf(Vec<Self>),
    /// A word that is no scheme.
    Unknown(Ident),
}

impl Parse for Auth {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut alternatives = vec![all(input)?];
        while input.peek(Token![|]) {
            input.parse::<Token![|]>()?;
            alternatives.push(all(input)?);
        }
        Ok(one_or(alternatives, Self::AnyOf))
    }
}

fn all(input: ParseStream<'_>) -> syn::Result<Auth> {
    let mut schemes = vec![scheme(input)?];
    while input.peek(Token![&]) {
        input.parse::<Token![&]>()?;
        schemes.push(scheme(input)?);
    }
    Ok(one_or(schemes, Auth::All))
}

fn one_or(mut parts: Vec<Auth>, many: fn(Vec<Auth>) -> Auth) -> Auth {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            many(parts)
        }
        (None, _) => many(parts),
    }
}

fn scheme(input: ParseStream<'_>) -> syn::Result<Auth> {
    if input.peek(token::Paren) {
        let at = input.span();
        return syn::parse2(keyed::parenthesized(input)?).map_err(|error| {
            let span = if is_nowhere(error.span()) { at } else { error.span() };
            syn::Error::new(span, error)
        });
    }
    if let Ok(text) = input.fork().parse::<LitStr>() {
        return Err(syn::Error::new(
            text.span(),
            format_args!("the scheme `{}` is in quotes\nhelp: write `{0}`", text.value()),
        ));
    }
    if input.peek(Token![|]) || input.peek(Token![&]) {
        return Err(input.error("two signs where one is enough\nhelp: write `a & b`, or `a | b`"));
    }
    let word: Ident = input
        .parse()
        .map_err(|error: syn::Error| syn::Error::new(error.span(), "expected a scheme"))?;
    match word.to_string().as_str() {
        "none" => Ok(Auth::None(word.span())),
        "basic" => Ok(Auth::Basic(word.span())),
        "client_secret_basic" => Ok(Auth::ClientSecretBasic(word.span())),
        "bearer" => Ok(Auth::Bearer(word.span())),
        "header" => {
            if !input.peek(token::Paren) {
                return Err(syn::Error::new(
                    word.span(),
                    "the scheme `header` has no name\nhelp: write `header(\"X-Api-Key\")`",
                ));
            }
            let wrong = |span, what: &str, help: &str| {
                Err(syn::Error::new(
                    span,
                    format_args!("the scheme `header` has {what}\nhelp: {help}"),
                ))
            };
            let one = "write `header(\"X-Api-Key\")`";
            let mut inside = keyed::parenthesized(input)?.into_iter();
            let Some(first) = inside.next() else {
                return wrong(word.span(), "no name in quotes", one);
            };
            let Ok(name) = syn::parse2::<LitStr>(first.to_token_stream()) else {
                return wrong(first.span(), "no name in quotes", one);
            };
            if let Some(next) = inside.find(|token| !matches!(token, TokenTree::Punct(_))) {
                let two = "write `header(\"X-One\") & header(\"X-Two\")` for two";
                return wrong(next.span(), "more than one name", two);
            }
            let called = if input.peek(Token![as]) {
                input.parse::<Token![as]>()?;
                Some(input.parse()?)
            } else {
                None
            };
            Ok(Auth::Header { name, called })
        }
        _ => Ok(Auth::Unknown(word)),
    }
}
