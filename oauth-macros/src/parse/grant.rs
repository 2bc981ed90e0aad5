//! Grants: `#[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]`.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Token, token};

use super::declared::DeclaredGrant;
use super::input::{after_equals, in_parentheses};
use super::keyed::parse_keys;
use crate::errors::Errors;
use crate::keys::{GrantKey, KnownWords as _};

/// Reads a grant, or reports why it cannot be read.
pub(super) fn parse_grant(attr: &Attribute, errors: &Errors) -> Option<DeclaredGrant> {
    let form =
        "write `#[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]`";
    let word = attr.path().get_ident()?;
    let is_empty = match &attr.meta {
        Meta::List(list) => list.tokens.is_empty(),
        _ => true,
    };
    if is_empty {
        errors.on(word, "this grant has no name", form);
        return None;
    }
    match attr.parse_args_with(|input: ParseStream<'_>| parse_inside(input, errors)) {
        Ok(grant) => Some(grant),
        Err(error) => {
            errors.of_key(word, &error, form);
            None
        }
    }
}

fn parse_inside(input: ParseStream<'_>, errors: &Errors) -> syn::Result<DeclaredGrant> {
    let (span, named) = parse_name(input)?;
    let called =
        if input.parse::<Option<Token![as]>>()?.is_some() { Some(input.parse()?) } else { None };
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error(format_args!(
            "a comma is missing behind the grant `{named}`\nhelp: write `, needs(…)`"
        )));
    }
    input.parse::<Option<Token![,]>>()?;
    let mut grant = DeclaredGrant {
        span,
        named,
        called,
        needs: Vec::new(),
        may: Vec::new(),
        rotates: None,
        reuse_within: None,
        is_whole: true,
    };
    grant.is_whole = parse_keys(input, errors, |key, word, input| {
        match key {
            GrantKey::Needs => grant.needs = parse_parameters(word, input)?,
            GrantKey::May => grant.may = parse_parameters(word, input)?,
            GrantKey::Rotates => grant.rotates = Some(word.clone()),
            GrantKey::ReuseWithin => {
                grant.reuse_within = Some((word.clone(), after_equals(input)?));
            }
        }
        Ok(())
    });
    Ok(grant)
}

fn parse_parameters(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    if !input.peek(token::Paren) {
        return Err(syn::Error::new(word.span(), "expected parameters in parentheses"));
    }
    in_parentheses(input)
}

/// The value of `grant_type`, and where it stands.
fn parse_name(input: ParseStream<'_>) -> syn::Result<(Span, String)> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok((text.span(), text.value()));
    }
    if input.fork().parse::<Ident>().is_ok_and(|word| GrantKey::of(&word).is_some()) {
        return Err(input.error(
            "this grant has no name\nhelp: write it first: `#[grant(authorization_code, needs(code))]`",
        ));
    }
    let word = input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), "expected the name of the grant"))?;
    Ok((word.span(), word.unraw().to_string()))
}
