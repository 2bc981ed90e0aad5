//! Conditional compilation: `cfg` and `cfg_attr` on endpoints and parameters gate everything made from them.
//!
//! An attribute macro sees `cfg` unevaluated. So the declaration is emitted twice, once for each outcome of one predicate,
//! until no predicate is left; the compiler drops one of the two each time.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, ItemTrait, Meta, Token, TraitItem};

use crate::paths;

/// Returns the next step, or nothing where no predicate is left.
pub(crate) fn next_step(args: &TokenStream, item: &TokenStream) -> Option<TokenStream> {
    if !mentions_cfg(item.clone()) {
        return None;
    }
    let declaration: ItemTrait = syn::parse2(item.clone()).ok()?;
    let predicate = first_predicate(&declaration)?;
    let runtime = paths::in_arguments(args);
    let holds = decided(declaration.clone(), &predicate, true);
    let fails = decided(declaration, &predicate, false);
    Some(quote! {
        #[cfg(#predicate)]
        #[#runtime::oauth_api(#args)]
        #holds

        #[cfg(not(#predicate))]
        #[#runtime::oauth_api(#args)]
        #fails
    })
}

/// Tells quickly whether there is anything to do.
fn mentions_cfg(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "cfg" || ident == "cfg_attr",
        TokenTree::Group(group) => mentions_cfg(group.stream()),
        _ => false,
    })
}

fn first_predicate(declaration: &ItemTrait) -> Option<TokenStream> {
    declaration.items.iter().find_map(|item| {
        let TraitItem::Fn(function) = item else { return None };
        let of_function = function.attrs.iter().find_map(predicate);
        of_function.or_else(|| {
            function
                .sig
                .inputs
                .iter()
                .find_map(|input| attributes(input).iter().find_map(predicate))
        })
    })
}

/// The predicate of a `cfg` or `cfg_attr`.
fn predicate(attr: &Attribute) -> Option<TokenStream> {
    let Meta::List(list) = &attr.meta else { return None };
    if list.path.is_ident("cfg") {
        return Some(list.tokens.clone());
    }
    if list.path.is_ident("cfg_attr") {
        return parts(list.tokens.clone()).first().map(ToTokens::to_token_stream);
    }
    None
}

/// The predicate of a `cfg_attr` and the attributes that it stands for.
fn parts(tokens: TokenStream) -> Vec<Meta> {
    let list = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens);
    list.map(|list| list.into_iter().collect()).unwrap_or_default()
}

/// The declaration as it is where the predicate has this outcome.
fn decided(mut declaration: ItemTrait, predicate: &TokenStream, outcome: bool) -> ItemTrait {
    let decision = Decision { predicate: predicate.to_string(), outcome };
    declaration.items.retain_mut(|item| match item {
        TraitItem::Fn(function) => decision.keeps(&mut function.attrs),
        _ => true,
    });
    for item in &mut declaration.items {
        let TraitItem::Fn(function) = item else { continue };
        let inputs = std::mem::take(&mut function.sig.inputs);
        function.sig.inputs = inputs
            .into_iter()
            .filter_map(|mut input| decision.keeps(attributes_mut(&mut input)).then_some(input))
            .collect();
    }
    declaration
}

struct Decision {
    predicate: String,
    outcome: bool,
}

impl Decision {
    /// Takes the predicate off the attributes, and tells whether what they stand on is kept.
    fn keeps(&self, attrs: &mut Vec<Attribute>) -> bool {
        let mut kept = true;
        let mut decided = Vec::with_capacity(attrs.len());
        for attr in std::mem::take(attrs) {
            let is_this =
                predicate(&attr).is_some_and(|tokens| tokens.to_string() == self.predicate);
            match (is_this, attr.path().is_ident("cfg")) {
                (false, _) => decided.push(attr),
                (true, true) => kept &= self.outcome,
                (true, false) if self.outcome => {
                    let Meta::List(list) = attr.meta else { continue };
                    let metas = parts(list.tokens).into_iter().skip(1);
                    decided.extend(metas.filter_map(|meta| {
                        let attr = quote! { #[#meta] };
                        Attribute::parse_outer.parse2(attr).ok()?.into_iter().next()
                    }));
                }
                (true, false) => {}
            }
        }
        *attrs = decided;
        kept
    }
}

fn attributes(input: &FnArg) -> &[Attribute] {
    match input {
        FnArg::Receiver(receiver) => &receiver.attrs,
        FnArg::Typed(typed) => &typed.attrs,
    }
}

fn attributes_mut(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(typed) => &mut typed.attrs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_predicate_is_decided_once() {
        let item = quote! {
            trait Vendor {
                #[cfg(a)]
                #[post("/a")]
                fn a();
                #[cfg_attr(a, post("/b"))]
                #[cfg_attr(not(a), get("/b"))]
                fn b(#[cfg(a)] x: String, #[cfg(b)] y: String);
            }
        };
        let predicate = first_predicate(&syn::parse2(item.clone()).unwrap()).unwrap();
        assert_eq!(predicate.to_string(), "a");
        let text = |outcome| {
            decided(syn::parse2(item.clone()).unwrap(), &predicate, outcome)
                .into_token_stream()
                .to_string()
        };
        let expected = quote! {
            trait Vendor {
                #[post("/a")]
                fn a();
                #[post("/b")]
                #[cfg_attr(not(a), get("/b"))]
                fn b(x: String, #[cfg(b)] y: String);
            }
        };
        assert_eq!(text(true), expected.to_string());
        let expected = quote! {
            trait Vendor {
                #[cfg_attr(not(a), get("/b"))]
                fn b(#[cfg(b)] y: String);
            }
        };
        assert_eq!(text(false), expected.to_string());
    }
}
