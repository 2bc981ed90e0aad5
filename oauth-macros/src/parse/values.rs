//! What keys take, as it is written.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitInt, LitStr, Token, Type};

use super::input::{after_equals, in_parentheses};
use super::types::ungrouped;
use crate::keys::{BodyWord, KnownWords as _};

/// A base URL with its name.
pub(crate) struct DeclaredUrl {
    pub(crate) name: Ident,
    pub(crate) url: LitStr,
}

impl Parse for DeclaredUrl {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, url: input.parse()? })
    }
}

/// A base with its name.
pub(crate) struct DeclaredNamedBase {
    pub(crate) name: Ident,
    pub(crate) urls: NamedUrls,
}

/// Where a base with a name is.
pub(crate) enum NamedUrls {
    /// There, always.
    One(LitStr),
    /// There, by environment.
    ByEnvironment(Vec<DeclaredUrl>),
}

impl Parse for DeclaredNamedBase {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let urls = if input.peek(syn::token::Paren) {
            NamedUrls::ByEnvironment(in_parentheses(input)?)
        } else {
            NamedUrls::One(after_equals(input)?)
        };
        Ok(Self { name, urls })
    }
}

/// The value of `body = …`.
pub(crate) struct DeclaredBody(pub(crate) Vec<(BodyWord, Ident)>);

impl Parse for DeclaredBody {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut words = vec![parse_body_word(input)?];
        while input.peek(Token![|]) {
            input.parse::<Token![|]>()?;
            words.push(parse_body_word(input)?);
        }
        Ok(Self(words))
    }
}

fn parse_body_word(input: ParseStream<'_>) -> syn::Result<(BodyWord, Ident)> {
    if let Ok(text) = input.fork().parse::<LitStr>() {
        return Err(syn::Error::new(
            text.span(),
            format_args!("the body `{}` is in quotes\nhelp: write `{0}`", text.value()),
        ));
    }
    let ident: Ident = input.parse()?;
    match BodyWord::of(&ident) {
        Some(word) => Ok((word, ident)),
        None => Err(syn::Error::new(
            ident.span(),
            format_args!("unknown body `{ident}`\nhelp: {}", BodyWord::help(&ident.to_string())),
        )),
    }
}

/// A constant header.
pub(crate) struct Header {
    pub(crate) name: LitStr,
    pub(crate) value: LitStr,
}

impl Parse for Header {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

/// The value of `error = …`.
pub(crate) enum ErrorType {
    None,
    Type(Box<Type>),
}

impl Parse for ErrorType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ty: Type =
            input.parse().map_err(|error| syn::Error::new(error.span(), "expected a type"))?;
        let ty = ungrouped(ty);
        let is_none = matches!(&ty, Type::Path(path) if path.path.is_ident("none"));
        Ok(if is_none { Self::None } else { Self::Type(Box::new(ty)) })
    }
}

/// A type for one status.
pub(crate) struct StatusType {
    pub(crate) status: LitInt,
    pub(crate) ty: Type,
}

impl Parse for StatusType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let status = input.parse()?;
        input.parse::<Token![=>]>()?;
        Ok(Self { status, ty: ungrouped(input.parse()?) })
    }
}

/// A header of responses.
pub(crate) struct DeclaredResponseHeader {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) name: LitStr,
    pub(crate) ty: Type,
}

impl Parse for DeclaredResponseHeader {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let name: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "expected the name of a header in quotes")
        })?;
        if !input.peek(Token![:]) {
            return Err(syn::Error::new(
                name.span(),
                format_args!(
                    "the header `{}` has no type\nhelp: write `{}: String`, or the type of its value",
                    name.value(),
                    name.token()
                ),
            ));
        }
        input.parse::<Token![:]>()?;
        let ty: Type =
            input.parse().map_err(|error| syn::Error::new(error.span(), "expected a type"))?;
        Ok(Self { attrs, name, ty: ungrouped(ty) })
    }
}

/// The name of one parameter of a callback; without one it never comes.
pub(crate) struct CallbackName {
    pub(crate) word: Ident,
    pub(crate) name: Option<LitStr>,
    /// Where `none` or the name stands.
    pub(crate) span: Span,
}

impl Parse for CallbackName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        let span = input.span();
        if input.peek(syn::Ident) && input.fork().parse::<Ident>().is_ok_and(|word| word == "none")
        {
            input.parse::<Ident>()?;
            return Ok(Self { word, name: None, span });
        }
        let name: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "expected the name of a parameter in quotes")
        })?;
        Ok(Self { word, name: Some(name), span })
    }
}
