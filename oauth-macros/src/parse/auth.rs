//! The expressions of `auth = …`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{LitStr, Token, token};

use super::input::parenthesized;
use crate::errors::is_nowhere;
use crate::keys::{KnownWords as _, SchemeWord};

/// An authentication expression as it is written.
pub(crate) enum DeclaredAuth {
    None(Span),
    Basic(Span),
    ClientSecretBasic(Span),
    Bearer(Span),
    ClientBasic(Span),
    ClientSecretPost(Span),
    ClientId(Span),
    Header {
        name: LitStr,
        prefix: Option<LitStr>,
        called: Option<Ident>,
    },
    All(Vec<Self>),
    AnyOf(Vec<Self>),
    /// A word that is no scheme.
    Unknown(Ident),
}

impl Parse for DeclaredAuth {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut alternatives = vec![parse_all(input)?];
        while input.peek(Token![|]) {
            input.parse::<Token![|]>()?;
            alternatives.push(parse_all(input)?);
        }
        Ok(one_or(alternatives, Self::AnyOf))
    }
}

fn parse_all(input: ParseStream<'_>) -> syn::Result<DeclaredAuth> {
    let mut schemes = vec![parse_scheme(input)?];
    while input.peek(Token![&]) {
        input.parse::<Token![&]>()?;
        schemes.push(parse_scheme(input)?);
    }
    Ok(one_or(schemes, DeclaredAuth::All))
}

fn one_or(
    mut parts: Vec<DeclaredAuth>,
    many: fn(Vec<DeclaredAuth>) -> DeclaredAuth,
) -> DeclaredAuth {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            many(parts)
        }
        (None, _) => many(parts),
    }
}

fn parse_scheme(input: ParseStream<'_>) -> syn::Result<DeclaredAuth> {
    if input.peek(token::Paren) {
        let at = input.span();
        return syn::parse2(parenthesized(input)?).map_err(|error| {
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
    match SchemeWord::of(&word) {
        None => Ok(DeclaredAuth::Unknown(word)),
        Some(SchemeWord::None) => Ok(DeclaredAuth::None(word.span())),
        Some(SchemeWord::Basic) if input.peek(token::Paren) => parse_client_basic(&word, input),
        Some(SchemeWord::Basic) => Ok(DeclaredAuth::Basic(word.span())),
        Some(SchemeWord::ClientSecretBasic) => Ok(DeclaredAuth::ClientSecretBasic(word.span())),
        Some(SchemeWord::Bearer) => Ok(DeclaredAuth::Bearer(word.span())),
        Some(SchemeWord::Header) => parse_header(&word, input),
        Some(SchemeWord::ClientSecretPost) => Ok(DeclaredAuth::ClientSecretPost(word.span())),
        Some(SchemeWord::ClientId) => Ok(DeclaredAuth::ClientId(word.span())),
    }
}

/// Reads what stands after the scheme `basic`: `(client_id, client_secret)`.
fn parse_client_basic(word: &Ident, input: ParseStream<'_>) -> syn::Result<DeclaredAuth> {
    let inside: Vec<TokenTree> = parenthesized(input)?.into_iter().collect();
    let texts: Vec<String> = inside.iter().map(ToString::to_string).collect();
    let expected = ["client_id", ",", "client_secret"];
    let is_expected = |text: &str, place: usize| expected.get(place) == Some(&text);
    if texts == expected {
        return Ok(DeclaredAuth::ClientBasic(word.span()));
    }
    let wrong = texts.iter().enumerate().find(|(place, text)| !is_expected(text, *place));
    let at = wrong.and_then(|(place, _)| inside.get(place)).map_or(word.span(), TokenTree::span);
    Err(syn::Error::new(
        at,
        "`basic` takes `(client_id, client_secret)` or nothing\n\
         help: write `basic(client_id, client_secret)` where these are its user name and password, or `basic` alone",
    ))
}

/// Reads what stands behind the scheme `header`: `("X-Key") as name`.
fn parse_header(word: &Ident, input: ParseStream<'_>) -> syn::Result<DeclaredAuth> {
    let wrong = |span, what: &str, help: &str| {
        Err(syn::Error::new(span, format_args!("the scheme `header` has {what}\nhelp: {help}")))
    };
    let one = "write `header(\"X-Api-Key\")`";
    if !input.peek(token::Paren) {
        return wrong(word.span(), "no name", one);
    }
    let mut inside = parenthesized(input)?.into_iter();
    let Some(first) = inside.next() else {
        return wrong(word.span(), "no name in quotes", one);
    };
    let Ok(name) = syn::parse2::<LitStr>(first.to_token_stream()) else {
        return wrong(first.span(), "no name in quotes", one);
    };
    let prefix = parse_prefix(inside.collect())?;
    let called =
        if input.parse::<Option<Token![as]>>()?.is_some() { Some(input.parse()?) } else { None };
    Ok(DeclaredAuth::Header { name, prefix, called })
}

/// Reads what may stand after the name of a header: `, prefix = "OAuth"`.
fn parse_prefix(after: TokenStream) -> syn::Result<Option<LitStr>> {
    let next = after.clone().into_iter().find(|token| !matches!(token, TokenTree::Punct(_)));
    let Some(next) = next else { return Ok(None) };
    let wrong = |what: &str, help: &str| {
        Err(syn::Error::new(
            next.span(),
            format_args!("the scheme `header` has {what}\nhelp: {help}"),
        ))
    };
    if !matches!(&next, TokenTree::Ident(word) if word == "prefix") {
        return match &next {
            TokenTree::Literal(_) => {
                wrong("more than one name", "write `header(\"X-One\") & header(\"X-Two\")` for two")
            }
            other => wrong(
                &format!("an unknown part `{other}`"),
                "known here: `prefix = \"…\"`, for the word before a token in `Authorization`",
            ),
        };
    }
    let read = |input: ParseStream<'_>| {
        input.parse::<Token![,]>()?;
        input.parse::<Ident>()?;
        input.parse::<Token![=]>()?;
        let prefix = input.parse::<LitStr>()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(prefix)
    };
    match read.parse2(after) {
        Ok(prefix) => Ok(Some(prefix)),
        Err(_) => wrong("a prefix that is no text", "write `prefix = \"OAuth\"`"),
    }
}
