//! The collector: every mistake of a declaration, reported together.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::name;

/// The mistakes found so far. Each layer gets a reference and goes on.
#[derive(Default)]
pub(crate) struct Errors {
    mistakes: RefCell<Vec<syn::Error>>,
    warnings: RefCell<TokenStream>,
}

impl Errors {
    /// A collector that nobody reads: for a second look at what was reported already, or is assumed beside a mistake, so that
    /// one mistake is not told twice.
    pub(crate) fn muted() -> Self {
        Self::default()
    }

    /// Reports a mistake on these tokens: what is wrong, and what to write instead.
    pub(crate) fn on(&self, tokens: impl ToTokens, wrong: impl Display, help: impl Display) {
        self.push(syn::Error::new_spanned(tokens, format_args!("{wrong}\nhelp: {help}")));
    }

    /// Reports a mistake at a span.
    pub(crate) fn at(&self, span: Span, wrong: impl Display, help: impl Display) {
        self.push(syn::Error::new(span, format_args!("{wrong}\nhelp: {help}")));
    }

    /// Takes over an error of the parser, and adds the help where it has none of its own. One at the end of the input,
    /// which has no place, is told at `near`.
    pub(crate) fn syntax(&self, error: &syn::Error, near: Span, help: impl Display) {
        self.parser(error, near, "", help);
    }

    /// Takes over an error of the parser in what a key takes: at the key, where the value ended too early.
    pub(crate) fn of_key(&self, key: &Ident, error: &syn::Error, help: impl Display) {
        self.parser(error, key.span(), &format!("`{key}` is not written like this: "), help);
    }

    fn parser(&self, error: &syn::Error, near: Span, subject: &str, help: impl Display) {
        for error in error {
            let text = error.to_string();
            let text = text
                .replace("string literal", "a text in quotes")
                .replace("integer literal", "a number")
                .replace("identifier", "a name");
            let wrong = text.strip_prefix("unexpected end of input, ").unwrap_or(&text);
            let span = if is_nowhere(error.span()) { near } else { error.span() };
            match wrong.split_once("\nhelp: ") {
                Some((wrong, own)) => self.at(span, wrong, own),
                None => self.at(span, format_args!("{subject}{wrong}"), &help),
            }
        }
    }

    fn push(&self, error: syn::Error) {
        self.mistakes.borrow_mut().push(error);
    }

    /// Warns of a word that does nothing: what is wrong with it, and what to write instead.
    ///
    /// A macro has no warnings of its own, so that of the compiler is used which has words of ours: the word becomes the
    /// name of something deprecated.
    pub(crate) fn warn(&self, word: &Ident, wrong: impl Display, help: impl Display) {
        let name = name::ident(&word.to_string(), word.span());
        let note = format!("{wrong}\nhelp: {help}");
        self.warnings.borrow_mut().extend(quote! {
            const _: () = {
                #[deprecated(note = #note)]
                #[allow(non_upper_case_globals, reason = "it is a word of the declaration")]
                const #name: () = ();
                #word
            };
        });
    }

    /// Returns all mistakes as tokens, in the order of the source; without mistakes, the warnings.
    pub(crate) fn finish(self) -> TokenStream {
        let mut errors = self.mistakes.into_inner();
        if errors.is_empty() {
            return self.warnings.into_inner();
        }
        errors.sort_by_key(|error| {
            let start = error.span().start();
            (start.line, start.column)
        });
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Tells whether a span is that of the whole attribute, as the parser has it where the input ends.
pub(crate) fn is_nowhere(span: Span) -> bool {
    let everything = Span::call_site();
    (span.start(), span.end()) == (everything.start(), everything.end())
}
