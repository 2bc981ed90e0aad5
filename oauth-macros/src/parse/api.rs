//! The trait and the keys of `#[oauth_api(…)]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitStr, Path, Token, TraitItem, Visibility};

use super::auth::Auth;
use super::endpoint::{self, Body, Endpoint};
use super::keyed::{self, ErrorType, Header};
use crate::errors::Errors;
use crate::keys;

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
    let item = match syn::parse2::<Trait>(item) {
        Ok(item) => item,
        Err(error) => {
            errors.at(
                error.span(),
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
    };
    for (tokens, what) in item.superfluous {
        errors.on(
            &tokens,
            format_args!("a declaration has no {what}"),
            format_args!("remove the {what}"),
        );
    }
    let read = |input: ParseStream<'_>| {
        keyed::list(input, keys::API, errors, |key, input| read_key(&mut declared, key, input));
        Ok(())
    };
    if let Err(error) = read.parse2(args) {
        errors.syntax(&error, "separate the keys with commas");
    }
    let items = |input: ParseStream<'_>| {
        while !input.is_empty() {
            read_item(input, &mut declared.endpoints, errors);
        }
        Ok(())
    };
    if let Err(error) = items.parse2(item.body) {
        errors.syntax(&error, "declare endpoints as `fn name(parameter: Type) -> Answer;`");
    }
    Some(declared)
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
            declared.runtime = Some(input.call(Path::parse_mod_style)?);
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
                other => errors.on(
                    &other,
                    "a declaration has functions only",
                    "move this item out of the trait",
                ),
            }
        }
        Err(error) => {
            errors.syntax(&error, "declare endpoints as `fn name(parameter: Type) -> Answer;`");
            while let Ok(token) = input.parse::<TokenTree>() {
                let is_end = match &token {
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
                    _ => false,
                };
                if is_end {
                    break;
                }
            }
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
        let ident = input.parse()?;
        let generics: syn::Generics = input.parse()?;
        if !generics.params.is_empty() {
            superfluous.push((quote::quote! { #generics }, "generic parameters"));
        }
        let mut supertraits = TokenStream::new();
        while !input.is_empty() && !input.peek(syn::token::Brace) {
            supertraits.extend([input.parse::<TokenTree>()?]);
        }
        if !supertraits.is_empty() {
            superfluous.push((supertraits, "supertraits or `where` clause"));
        }
        let content;
        syn::braced!(content in input);
        let body = content.parse()?;
        Ok(Self { attrs, vis, ident, superfluous, body })
    }
}
