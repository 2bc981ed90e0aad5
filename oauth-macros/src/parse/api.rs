//! The trait as a whole, with the keys of `#[oauth_api(…)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Path, Token, TraitItem, TraitItemFn, Visibility};

use super::answer::{parse_reason, parse_refusal};
use super::declared::{DeclaredApi, DeclaredBase, DeclaredEndpoint};
use super::endpoint::parse_endpoint;
use super::input::{after_equals, in_parentheses};
use super::keyed::parse_keys;
use super::trait_head::TraitHead;
use crate::errors::{Errors, is_nowhere};
use crate::keys::{ApiKey, KnownWords as _};
use crate::{paths, suggest};

/// Reads a declaration, or reports that the item is no trait.
pub(crate) fn parse_api(
    args: TokenStream,
    item: TokenStream,
    errors: &Errors,
) -> Option<DeclaredApi> {
    let head = parse_head(item, errors)?;
    let mut declared = DeclaredApi {
        attrs: head.attrs,
        vis: head.vis,
        ident: head.ident,
        bases: Vec::new(),
        auth: None,
        body: None,
        headers: Vec::new(),
        error: None,
        runtime: None,
        no_implicit_prelude: false,
        response_headers: Vec::new(),
        refused: None,
        reason: None,
        endpoints: Vec::new(),
        named_bases: Vec::new(),
        named_bases_are_broken: false,
        base_is_broken: mentions_a_base(args.clone()),
    };
    for (tokens, what) in head.superfluous {
        errors.on(
            &tokens,
            format_args!("`{}` cannot have {what}", declared.ident),
            if what.ends_with('s') { "remove them" } else { "remove it" },
        );
    }
    let near = declared.ident.span();
    let keys = |input: ParseStream<'_>| {
        parse_keys(input, errors, |key, word, input| {
            parse_key(&mut declared, key, word, input, errors)
        });
        Ok(())
    };
    if let Err(error) = keys.parse2(args) {
        errors.syntax(&error, near, "separate the keys with commas");
    }
    let items = |input: ParseStream<'_>| {
        while !input.is_empty() {
            parse_item(input, &mut declared.endpoints, errors);
        }
        Ok(())
    };
    if let Err(error) = items.parse2(head.body) {
        errors.syntax(&error, near, "declare endpoints as `fn name(parameter: Type) -> Answer;`");
    }
    Some(declared)
}

fn parse_head(item: TokenStream, errors: &Errors) -> Option<TraitHead> {
    let first = item.clone().into_iter().next();
    match syn::parse2::<TraitHead>(item) {
        Ok(head) => Some(head),
        Err(error) => {
            let first = first.filter(|_| is_nowhere(error.span()));
            errors.at(
                first.map_or(error.span(), |first| first.span()),
                "`oauth_api` goes on a trait",
                "declare the endpoints as functions of a trait: `pub trait Vendor { … }`",
            );
            None
        }
    }
}

/// Reads the value of a key.
fn parse_key(
    declared: &mut DeclaredApi,
    key: ApiKey,
    word: &Ident,
    input: ParseStream<'_>,
    errors: &Errors,
) -> syn::Result<()> {
    match key {
        ApiKey::BaseUrl => {
            let url = after_equals(input)?;
            declared.bases.push(DeclaredBase::Url { key: word.clone(), url });
        }
        ApiKey::BaseUrls => {
            let urls = in_parentheses(input)?;
            declared.bases.push(DeclaredBase::Urls { key: word.clone(), urls });
        }
        ApiKey::BasePath => {
            let path = after_equals(input)?;
            declared.bases.push(DeclaredBase::Path { key: word.clone(), path });
        }
        ApiKey::Auth => declared.auth = Some(after_equals(input)?),
        ApiKey::Body => declared.body = Some(after_equals(input)?),
        ApiKey::Headers => declared.headers = in_parentheses(input)?,
        ApiKey::Error => declared.error = Some(after_equals(input)?),
        ApiKey::Crate => declared.runtime = Some(parse_crate(input)?),
        ApiKey::NoImplicitPrelude => declared.no_implicit_prelude = true,
        ApiKey::Bases => {
            declared.named_bases_are_broken = true;
            declared.named_bases = in_parentheses(input)?;
            declared.named_bases_are_broken = false;
        }
        ApiKey::ResponseHeaders => declared.response_headers = in_parentheses(input)?,
        ApiKey::Refused => declared.refused = Some(parse_refusal(word, input, errors)?),
        ApiKey::Reason => declared.reason = Some(parse_reason(word, input)?),
    }
    Ok(())
}

fn parse_crate(input: ParseStream<'_>) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    let path = input.call(Path::parse_mod_style)?;
    match paths::no_crate(&path) {
        Some(word) => Err(syn::Error::new_spanned(word, format_args!("`{word}` is no crate"))),
        None => Ok(path),
    }
}

/// Tells whether a base is meant by one of the keys, however it is written; a text alone is one, too.
fn mentions_a_base(args: TokenStream) -> bool {
    let is_meant = |word: &str| {
        let meant = ApiKey::MEANT.iter().find(|(other, _)| *other == word);
        meant.map_or_else(
            || suggest::nearest(word, ApiKey::NAMES).is_some_and(|near| near.starts_with("base_")),
            |(_, help)| help.contains("`base_"),
        )
    };
    let mut begins = true;
    args.into_iter().any(|token| {
        let is_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let is_first = std::mem::replace(&mut begins, is_comma);
        match token {
            TokenTree::Ident(word) => is_first && is_meant(&word.to_string()),
            TokenTree::Literal(_) => is_first,
            _ => false,
        }
    })
}

/// Reads one item of the trait; a broken one is stepped over.
fn parse_item(input: ParseStream<'_>, endpoints: &mut Vec<DeclaredEndpoint>, errors: &Errors) {
    let ahead = input.fork();
    match ahead.parse::<TraitItem>() {
        Ok(item) => {
            input.advance_to(&ahead);
            match without_visibility(item, errors) {
                TraitItem::Fn(function) => endpoints.push(parse_endpoint(function, errors)),
                other => {
                    let (at, what) = describe_item(&other);
                    errors.on(
                        at,
                        format_args!("{what} is no endpoint: a declaration has functions only"),
                        "move it out of the trait",
                    );
                }
            }
        }
        Err(error) => {
            let mut near = input.span();
            while let Ok(token) = input.parse::<TokenTree>() {
                near = token.span();
                let is_end = match &token {
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                if is_end {
                    break;
                }
            }
            errors.syntax(
                &error,
                near,
                "declare endpoints as `fn name(parameter: Type) -> Answer;`",
            );
        }
    }
}

/// Takes the visibility off a function, which no function of a trait has.
fn without_visibility(item: TraitItem, errors: &Errors) -> TraitItem {
    let TraitItem::Verbatim(tokens) = &item else { return item };
    let parts = |input: ParseStream<'_>| {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let function: TraitItemFn = input.parse()?;
        Ok((vis, TraitItemFn { attrs, ..function }))
    };
    let Ok((vis, function)) = parts.parse2(tokens.clone()) else { return item };
    errors.on(
        &vis,
        format_args!("`{}` cannot have a visibility", function.sig.ident),
        "remove it: an endpoint is seen where its trait is seen",
    );
    TraitItem::Fn(function)
}

/// What an item is, and its name or first token.
fn describe_item(item: &TraitItem) -> (TokenStream, String) {
    let named =
        |what: &str, ident: &Ident| (ident.to_token_stream(), format!("the {what} `{ident}`"));
    match item {
        TraitItem::Const(item) => named("constant", &item.ident),
        TraitItem::Type(item) => named("type", &item.ident),
        TraitItem::Macro(item) => {
            let path = &item.mac.path;
            (path.to_token_stream(), format!("the macro `{}!`", path.to_token_stream()))
        }
        other => {
            let first = other.to_token_stream().into_iter().next();
            (first.into_iter().collect(), "this item".to_owned())
        }
    }
}
