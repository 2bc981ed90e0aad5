//! The head of the trait; its body is read later, item by item.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token, Visibility};

/// A trait whose body has not been read.
pub(super) struct TraitHead {
    pub(super) attrs: Vec<Attribute>,
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    /// What a declaration cannot have, and what it is called.
    pub(super) superfluous: Vec<(TokenStream, &'static str)>,
    pub(super) body: TokenStream,
}

impl Parse for TraitHead {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let mut superfluous = Vec::new();
        if let Some(token) = input.parse::<Option<Token![unsafe]>>()? {
            superfluous.push((quote! { #token }, "`unsafe`"));
        }
        if let Some(token) = input.parse::<Option<Token![auto]>>()? {
            superfluous.push((quote! { #token }, "`auto`"));
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
        superfluous.extend(part_generics(head));
        Ok(Self { attrs, vis, ident, superfluous, body })
    }
}

/// Parts generic parameters, supertraits and `where` clause.
fn part_generics(tokens: Vec<TokenTree>) -> Vec<(TokenStream, &'static str)> {
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
