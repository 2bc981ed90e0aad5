//! The attribute that makes a function an endpoint: its path, then its keys.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, LitStr, Meta, Token};

use super::answer::{parse_reason, parse_refusal, parse_token};
use super::declared::{DeclaredEndpoint, DeclaredPath};
use super::input::{after_equals, in_parentheses, step_over};
use super::keyed::parse_keys;
use crate::errors::Errors;
use crate::keys::{EndpointKey, KnownWords as _};
use crate::name::plain;
use crate::suggest;

/// Reads `#[post("/path", key = value)]`.
pub(super) fn parse_route(endpoint: &mut DeclaredEndpoint, attr: &Attribute, errors: &Errors) {
    let method = attr.path();
    let method = quote! { #method };
    let Meta::List(list) = &attr.meta else {
        endpoint.broken = true;
        errors.on(
            attr.path(),
            format_args!("`{method}` has no path"),
            format_args!("write `#[{method}(\"/path\")]`"),
        );
        return;
    };
    let (late, tokens) = take_late_path(list.tokens.clone());
    if let Some(path) = late {
        errors.on(
            &path,
            format_args!("the path of `{method}` is not the first"),
            format_args!("write it first: `#[{method}({}, …)]`", path.token()),
        );
        endpoint.path = Some(DeclaredPath::Text(path));
    }
    let read = |input: ParseStream<'_>| {
        parse_path(endpoint, attr, input, errors);
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        parse_keys(input, errors, |key, word, input| {
            let read = parse_key(endpoint, key, word, input, errors);
            endpoint.broken |= read.is_err();
            read
        });
        Ok(())
    };
    if let Err(error) = read.parse2(tokens) {
        let near = attr.path().segments.last().map_or_else(Span::call_site, |it| it.ident.span());
        errors.syntax(&error, near, format_args!("write `#[{method}(\"/path\", key = value)]`"));
    }
}

/// Reads the value of a key.
fn parse_key(
    endpoint: &mut DeclaredEndpoint,
    key: EndpointKey,
    word: &Ident,
    input: ParseStream<'_>,
    errors: &Errors,
) -> syn::Result<()> {
    match key {
        EndpointKey::Auth => endpoint.auth = Some(after_equals(input)?),
        EndpointKey::Body => endpoint.body = Some(after_equals(input)?),
        EndpointKey::Headers => endpoint.headers = in_parentheses(input)?,
        EndpointKey::Error => endpoint.error = Some(after_equals(input)?),
        EndpointKey::Errors => endpoint.errors = in_parentheses(input)?,
        EndpointKey::Browser => endpoint.browser = Some(word.clone()),
        EndpointKey::Token => {
            let (token, is_whole) = parse_token(word, input, errors)?;
            endpoint.token = Some(token);
            endpoint.broken |= !is_whole;
        }
        EndpointKey::DefaultExpiresIn => endpoint.default_expires_in = Some(after_equals(input)?),
        EndpointKey::Deviations => endpoint.deviations = in_parentheses(input)?,
        EndpointKey::Allow => endpoint.allow = in_parentheses(input)?,
        EndpointKey::Base => endpoint.base = Some(after_equals(input)?),
        EndpointKey::Callback => {
            endpoint.callback = Some((word.clone(), in_parentheses(input)?));
        }
        EndpointKey::ResponseHeaders => endpoint.response_headers = in_parentheses(input)?,
        EndpointKey::Spent => endpoint.spent = Some((word.clone(), in_parentheses(input)?)),
        EndpointKey::Refused => endpoint.refused = Some(parse_refusal(word, input, errors)?),
        EndpointKey::Reason => endpoint.reason = Some(parse_reason(word, input)?),
    }
    Ok(())
}

/// Reads the path, which stands first unless it was found elsewhere.
fn parse_path(
    endpoint: &mut DeclaredEndpoint,
    attr: &Attribute,
    input: ParseStream<'_>,
    errors: &Errors,
) {
    let method = attr.path();
    let method = quote! { #method };
    if let (None, Some(word)) = (&endpoint.path, parse_word(input)) {
        endpoint.path = Some(DeclaredPath::Word(word));
        return;
    }
    match input.parse::<LitStr>() {
        _ if endpoint.path.is_some() => {}
        Ok(path) => {
            let is_separated = input.is_empty() || input.peek(Token![,]);
            if let (false, Ok(next)) = (is_separated, input.fork().parse::<TokenTree>()) {
                errors.at(
                    next.span(),
                    "a comma is missing behind the path",
                    format_args!("write `#[{method}({}, …)]`", path.token()),
                );
            }
            endpoint.path = Some(DeclaredPath::Text(path));
        }
        Err(error) => {
            endpoint.broken = true;
            let at = if input.is_empty() {
                attr.path().get_ident().map_or(error.span(), Ident::span)
            } else {
                error.span()
            };
            errors.at(
                at,
                format_args!("`{method}` has no path"),
                format_args!("write it first, as a string: `#[{method}(\"/path\")]`"),
            );
            // `path = "…"` is this mistake, not another.
            if !input.peek(Ident::peek_any) || input.peek(syn::Ident) && is_no_key(input) {
                step_over(input);
            }
        }
    }
}

/// Reads a word in place of the path: one that is no key, nor a slip of one, and is written as members of metadata are.
fn parse_word(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let word = ahead.parse::<Ident>().ok().filter(|_| ahead.is_empty() || ahead.peek(Token![,]))?;
    let name = plain(&word);
    let is_of_keys = EndpointKey::named(&name).is_some()
        || suggest::misspelt(&name, EndpointKey::NAMES).is_some()
        || EndpointKey::MEANT.iter().any(|(other, _)| *other == name);
    let is_word = !is_of_keys && !name.contains(char::is_uppercase);
    is_word.then(|| input.parse().ok()).flatten()
}

/// Takes out a path that stands behind keys.
fn take_late_path(tokens: TokenStream) -> (Option<LitStr>, TokenStream) {
    let text = |token: &TokenTree| syn::parse2::<LitStr>(token.to_token_stream()).ok();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let place = all
        .windows(2)
        .position(|pair| matches!(pair, [comma, path] if is_comma(comma) && text(path).is_some()));
    match (all.first().and_then(text), place) {
        (None, Some(place)) => {
            let path = all.get(place + 1).and_then(text);
            let others = all.into_iter().enumerate();
            let others = others.filter(|(index, _)| *index != place && *index != place + 1);
            (path, others.map(|(_, token)| token).collect())
        }
        _ => (None, tokens),
    }
}

/// Tells whether what comes is no key, such as a constant, or `path = "…"`.
fn is_no_key(input: ParseStream<'_>) -> bool {
    input.fork().parse::<Ident>().is_ok_and(|word| EndpointKey::of(&word).is_none())
}
