//! Where the runtime is, as generated code names it.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::parse::Parser as _;
use syn::spanned::Spanned as _;

/// The path of the runtime. It stands in nearly every line: appended token by token, it costs the compiler a fraction of a
/// stream that is joined to others.
#[derive(Clone)]
pub(crate) struct Runtime(Vec<TokenTree>);

impl Runtime {
    /// The path given by `crate = …`, or the default.
    pub(crate) fn new(given: Option<&syn::Path>) -> Self {
        let path = given.map_or_else(|| quote! { ::oauth_runtime }, ToTokens::to_token_stream);
        Self(path.into_iter().collect())
    }

    /// The path with another place: an error about what it leads to is told there.
    ///
    /// The path itself stays generated code: no lint judges how it is written.
    pub(crate) fn at(&self, place: Span) -> Self {
        let located = |token: &TokenTree| {
            let mut token = token.clone();
            token.set_span(match &token {
                // What `$crate` stands for is known by its own span only.
                TokenTree::Ident(word) if word == "$crate" => word.span().located_at(place),
                TokenTree::Ident(_) => generated_at(place),
                _ => place,
            });
            token
        };
        Self(self.0.iter().map(located).collect())
    }

    /// The path of an item there, at this place.
    pub(crate) fn item(&self, names: &[&str], place: Span) -> Self {
        let mut path = self.at(place);
        for name in names {
            for spacing in [Spacing::Joint, Spacing::Alone] {
                let mut colon = Punct::new(':', spacing);
                colon.set_span(place);
                path.0.push(colon.into());
            }
            path.0.push(Ident::new(name, place).into());
        }
        path
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

/// Finds a word that no path of a crate has: a type, or a word that begins other items.
pub(crate) fn no_crate(path: &syn::Path) -> Option<&Ident> {
    let mut words = path.segments.iter().map(|segment| &segment.ident);
    words.find(|word| *word == "Self" || *word == "default")
}

/// Returns the place of generated code that stands for the user's: the compiler shows it, and no lint judges it.
pub(crate) fn generated_at(place: Span) -> Span {
    Span::call_site().located_at(place)
}

/// Returns the place of a type: of the last name of its path, or its first token.
pub(crate) fn place(ty: &syn::Type) -> Span {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map_or(ty.span(), |it| it.ident.span()),
        _ => ty.span(),
    }
}

/// Returns the path of the runtime before anything else of the arguments is understood.
pub(crate) fn in_arguments(args: &TokenStream) -> Runtime {
    let mut tokens = args.clone().into_iter();
    while let Some(token) = tokens.next() {
        let is_crate = matches!(&token, TokenTree::Ident(ident) if ident == "crate");
        let is_assigned = matches!(tokens.clone().next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
        if is_crate && is_assigned {
            let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
            let given: TokenStream = tokens.skip(1).take_while(|token| !is_comma(token)).collect();
            let path = syn::Path::parse_mod_style.parse2(given).ok();
            let path = path.filter(|path| no_crate(path).is_none());
            return Runtime::new(path.as_ref());
        }
    }
    Runtime::new(None)
}
