//! What stands in where nothing can be expanded, so that one mistake does not become many.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Item};

use crate::keys::{FunctionAttribute, KnownWords as _, Method, ParameterAttribute};

/// Returns the item as it stood, our attributes taken off: other code may name it. Of what is no item, the name is kept.
pub(crate) fn stand_in(item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(mut item) => {
            OurAttributes.visit_item_mut(&mut item);
            quote! { #item }
        }
        Err(_) => named(item).unwrap_or_default(),
    }
}

/// An empty item with the name of a broken one.
fn named(item: TokenStream) -> Option<TokenStream> {
    let mut tokens = item.into_iter();
    let is_trait = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "trait");
    tokens.find(is_trait)?;
    let TokenTree::Ident(name) = tokens.next()? else { return None };
    let name: Ident = syn::parse2(quote! { #name }).ok()?;
    Some(quote! { pub trait #name {} })
}

/// Takes off what only has a meaning inside a declaration.
struct OurAttributes;

impl VisitMut for OurAttributes {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        attrs.retain(|attr| {
            let is_ours = |name: &Ident| {
                Method::of(name).is_some()
                    || matches!(FunctionAttribute::of(name), Some(FunctionAttribute::Grant))
                    || ParameterAttribute::of(name)
                        .is_some_and(|word| word != ParameterAttribute::Doc)
            };
            !attr.path().get_ident().is_some_and(is_ours)
        });
    }

    fn visit_pat_type_mut(&mut self, parameter: &mut syn::PatType) {
        parameter.attrs.clear();
        visit_mut::visit_pat_type_mut(self, parameter);
    }
}
