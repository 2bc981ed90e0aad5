//! What the values of an open enum cannot be, told before `macro_rules!` makes the enum.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::LitStr;

use crate::errors::Errors;

/// Takes what `open_enum!` hands on, `[$crate] @declare comparison [attributes] [visibility] Name` and then
/// `[attributes] Variant "text"` for each value, and hands it back without the values that are mistakes.
pub(crate) fn check_values(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let Some(TokenTree::Group(runtime)) = tokens.next() else { return TokenStream::new() };
    let runtime = runtime.stream();
    let head: Vec<TokenTree> = tokens.by_ref().take(6).collect();
    let ignores_case =
        head.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "ignoring_case"));
    let errors = Errors::default();
    let mut values = TokenStream::new();
    let mut known: Vec<(String, String)> = Vec::new();
    while let (Some(attributes), Some(variant), Some(text)) =
        (tokens.next(), tokens.next(), tokens.next())
    {
        if variant.to_string() == "Other" {
            errors.on(
                variant,
                "the variant `Other` is there already: it keeps every value that is not known",
                "give this value another name",
            );
            continue;
        }
        let text = without_group(text);
        if let Ok(literal) = syn::parse2::<LitStr>(text.clone()) {
            let value = literal.value();
            let same = |(_, other): &&(String, String)| {
                if ignores_case { value.eq_ignore_ascii_case(other) } else { value == *other }
            };
            if let Some((earlier, _)) = known.iter().find(same) {
                let regardless =
                    if ignores_case { ", upper and lower case being the same" } else { "" };
                errors.on(
                    &literal,
                    format_args!("`{earlier}` has the value `{value}` already{regardless}"),
                    format_args!("remove one of the two, or write the value of `{variant}`"),
                );
                continue;
            }
            known.push((variant.to_string(), value));
        }
        values.extend(quote! { #attributes #variant #text });
    }
    let errors = errors.finish();
    if values.is_empty() {
        return errors;
    }
    quote! {
        #errors
        #runtime::open_enum! { #(#head)* #values }
    }
}

/// A literal that came through a macro of the user's stands in a group without delimiters.
fn without_group(text: TokenTree) -> TokenStream {
    match text {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => group.stream(),
        other => other.into_token_stream(),
    }
}
