//! Small steps of a parser that several keys take.

use proc_macro2::{TokenStream, TokenTree};
use syn::Token;
use syn::parse::{Parse, ParseStream, Parser as _};

/// Reads `= value`.
pub(super) fn after_equals<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// Reads what stands in parentheses, separated by commas.
pub(super) fn in_parentheses<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let items = |input: ParseStream<'_>| input.parse_terminated(T::parse, Token![,]);
    Ok(items.parse2(parenthesized(input)?)?.into_iter().collect())
}

/// Takes a group in parentheses, whatever is in it.
pub(super) fn parenthesized(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    syn::parenthesized!(content in input);
    content.parse()
}

/// Passes over everything up to the next comma.
pub(super) fn step_over(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            break;
        }
    }
}
