//! The expressions of `auth = …`.

use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, token};

use crate::{keys, suggest};

/// An authentication expression as it is written.
pub(crate) enum Auth {
    None(Span),
    Basic(Span),
    ClientSecretBasic(Span),
    Bearer(Span),
    Header { name: LitStr, called: Option<Ident> },
    All(Vec<Self>),
    AnyOf(Vec<Self>),
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
        let content;
        syn::parenthesized!(content in input);
        let inner = content.parse()?;
        if !content.is_empty() {
            return Err(content.error("expected `&` or `|`"));
        }
        return Ok(inner);
    }
    let word: Ident =
        input.parse().map_err(|error| syn::Error::new(error.span(), "expected a scheme"))?;
    match word.to_string().as_str() {
        "none" => Ok(Auth::None(word.span())),
        "basic" => Ok(Auth::Basic(word.span())),
        "client_secret_basic" => Ok(Auth::ClientSecretBasic(word.span())),
        "bearer" => Ok(Auth::Bearer(word.span())),
        "header" => {
            let content;
            syn::parenthesized!(content in input);
            let name = content.parse()?;
            if !content.is_empty() {
                return Err(content.error("expected one name"));
            }
            let called = if input.peek(Token![as]) {
                input.parse::<Token![as]>()?;
                Some(input.parse()?)
            } else {
                None
            };
            Ok(Auth::Header { name, called })
        }
        other => Err(syn::Error::new(
            word.span(),
            format_args!("unknown scheme `{other}`\nhelp: {}", suggest::help(other, keys::AUTH)),
        )),
    }
}
