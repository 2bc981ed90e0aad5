//! The trait and the keys of `#[oauth_api(…)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitStr, Path, Token, TraitItem, Visibility};

use super::auth::Auth;
use super::endpoint::{self, Body, Endpoint};
use super::keyed::{self, ErrorType, Header, Words};
use crate::errors::{Errors, is_nowhere};
use crate::{keys, paths, suggest};

/// A declaration as it is written.
pub(crate) struct Declared {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) bases: Vec<Base>,
    pub(crate) auth: Option<Auth>,
    pub(crate) body: Option<Body>,
    pub(crate) headers: Vec<Header>,
    pub(crate) error: Option<ErrorType>,
    pub(crate) runtime: Option<Path>,
    /// Whether the module has no prelude, and so no attribute namespace `diagnostic`.
    pub(crate) no_implicit_prelude: bool,
    pub(crate) endpoints: Vec<Endpoint>,
    /// Whether a base may be meant by a key that could not be read, so that its absence is no mistake of its own.
    pub(crate) base_is_broken: bool,
}

/// One way to say where the API lives.
pub(crate) enum Base {
    Url { key: Ident, url: LitStr },
    Urls { key: Ident, urls: Vec<NamedUrl> },
    Path { key: Ident, path: LitStr },
}

impl Base {
    pub(crate) const fn key(&self) -> &Ident {
        match self {
            Self::Url { key, .. } | Self::Urls { key, .. } | Self::Path { key, .. } => key,
        }
    }
}

/// A base URL with its name.
pub(crate) struct NamedUrl {
    pub(crate) name: Ident,
    pub(crate) url: LitStr,
}

impl Parse for NamedUrl {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, url: input.parse()? })
    }
}

/// Reads a declaration, or reports that the item is no trait.
pub(crate) fn api(args: TokenStream, item: TokenStream, errors: &Errors) -> Option<Declared> {
    let first = item.clone().into_iter().next();
    let item = match syn::parse2::<Trait>(item) {
        Ok(item) => item,
        Err(error) => {
            let first = first.filter(|_| is_nowhere(error.span()));
            errors.at(
                first.map_or(error.span(), |first| first.span()),
                "`oauth_api` goes on a trait",
                "declare the endpoints as functions of a trait: `pub trait Vendor { … }`",
            );
            return None;
        }
    };
    let mut declared = Declared {
        attrs: item.attrs,
        vis: item.vis,
        ident: item.ident,
        bases: Vec::new(),
        auth: None,
        body: None,
        headers: Vec::new(),
        error: None,
        runtime: None,
        no_implicit_prelude: false,
        endpoints: Vec::new(),
        base_is_broken: false,
    };
    for (tokens, what) in item.superfluous {
        errors.on(
            &tokens,
            format_args!("`{}` cannot have {what}", declared.ident),
            if what.ends_with('s') { "remove them" } else { "remove it" },
        );
    }
    declared.base_is_broken = mentions_a_base(args.clone());
    let words = Words { known: keys::API, meant: keys::API_MEANT };
    let read = |input: ParseStream<'_>| {
        keyed::list(input, words, errors, |key, input| read_key(&mut declared, key, input));
        Ok(())
    };
    if let Err(error) = read.parse2(args) {
        errors.syntax(&error, declared.ident.span(), "separate the keys with commas");
    }
    let near = declared.ident.span();
    let items = |input: ParseStream<'_>| {
        while !input.is_empty() {
            read_item(input, &mut declared.endpoints, errors);
        }
        Ok(())
    };
    if let Err(error) = items.parse2(item.body) {
        errors.syntax(&error, near, "declare endpoints as `fn name(parameter: Type) -> Answer;`");
    }
    Some(declared)
}

/// Tells whether a base is meant by one of the keys, however it is written; a text alone is one, too.
fn mentions_a_base(args: TokenStream) -> bool {
    let is_meant = |word: &str| {
        let meant = keys::API_MEANT.iter().find(|(other, _)| *other == word);
        meant.map_or_else(
            || suggest::nearest(word, keys::API).is_some_and(|near| near.starts_with("base")),
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

fn read_key(declared: &mut Declared, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    match key.to_string().as_str() {
        "base_url" => {
            let url = keyed::after_equals(input)?;
            declared.bases.push(Base::Url { key: key.clone(), url });
        }
        "base_urls" => {
            let urls = keyed::in_parentheses(input)?;
            declared.bases.push(Base::Urls { key: key.clone(), urls });
        }
        "base_path" => {
            let path = keyed::after_equals(input)?;
            declared.bases.push(Base::Path { key: key.clone(), path });
        }
        "auth" => declared.auth = Some(keyed::after_equals(input)?),
        "body" => declared.body = Some(keyed::after_equals(input)?),
        "headers" => declared.headers = keyed::in_parentheses(input)?,
        "error" => declared.error = Some(keyed::after_equals(input)?),
        "no_implicit_prelude" => declared.no_implicit_prelude = true,
        "crate" => {
            input.parse::<Token![=]>()?;
            let path = input.call(Path::parse_mod_style)?;
            if let Some(word) = paths::no_crate(&path) {
                return Err(syn::Error::new_spanned(word, format_args!("`{word}` is no crate")));
            }
            declared.runtime = Some(path);
        }
        _ => {}
    }
    Ok(())
}

/// Reads one item of the trait; a broken one is stepped over.
fn read_item(input: ParseStream<'_>, endpoints: &mut Vec<Endpoint>, errors: &Errors) {
    let ahead = input.fork();
    match ahead.parse::<TraitItem>() {
        Ok(item) => {
            input.advance_to(&ahead);
            match item {
                TraitItem::Fn(function) => endpoints.push(endpoint::endpoint(function, errors)),
                other => {
                    let (at, what) = not_a_function(&other);
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

/// What an item is, and its name or first token.
fn not_a_function(item: &TraitItem) -> (TokenStream, String) {
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

/// A trait whose body is read later, item by item.
struct Trait {
    attrs: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    superfluous: Vec<(TokenStream, &'static str)>,
    body: TokenStream,
}

impl Parse for Trait {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let mut superfluous = Vec::new();
        if let Some(token) = input.parse::<Option<Token![unsafe]>>()? {
            superfluous.push((quote::quote! { #token }, "`unsafe`"));
        }
        if let Some(token) = input.parse::<Option<Token![auto]>>()? {
            superfluous.push((quote::quote! { #token }, "`auto`"));
        }
        input.parse::<Token![trait]>()?;
        let ident: Ident = input.parse()?;
        let mut head = Vec::new();
        let mut body = None;
        while let Ok(token) = input.parse::<TokenTree>() {
            match token {
                TokenTree::Group(group)
                    if input.is_empty() && group.delimiter() == Delimiter::Brace =>
                {
                    body = Some(group.stream());
                }
                other => head.push(other),
            }
        }
        let body =
            body.ok_or_else(|| syn::Error::new_spanned(&ident, "expected functions in braces"))?;
        superfluous.extend(between_name_and_body(head));
        Ok(Self { attrs, vis, ident, superfluous, body })
    }
}

/// Parts generic parameters, supertraits and `where` clause.
fn between_name_and_body(tokens: Vec<TokenTree>) -> Vec<(TokenStream, &'static str)> {
    let [mut generics, mut supertraits, mut clause] = [const { Vec::new() }; 3];
    let is = |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
    let mut depth = 0_usize;
    for token in tokens {
        let is_where = matches!(&token, TokenTree::Ident(word) if word == "where");
        let opens = supertraits.is_empty() && clause.is_empty() && is(&token, '<');
        if !clause.is_empty() || is_where {
            clause.push(token);
        } else if depth > 0 || opens {
            depth = if is(&token, '<') {
                depth + 1
            } else if is(&token, '>') {
                depth.saturating_sub(1)
            } else {
                depth
            };
            generics.push(token);
        } else {
            supertraits.push(token);
        }
    }
    let parts = [
        (generics, "generic parameters"),
        (supertraits, "supertraits"),
        (clause, "a `where` clause"),
    ];
    let filled = parts.into_iter().filter(|(tokens, _)| !tokens.is_empty());
    filled.map(|(tokens, what)| (tokens.into_iter().collect(), what)).collect()
}
