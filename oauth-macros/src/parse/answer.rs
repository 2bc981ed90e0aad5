//! Keys about answers: where things are in them, and what they mean.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Lit, LitStr, Token, token};

use super::input::{after_equals, in_parentheses, parenthesized};
use super::keyed::parse_keys;
use crate::errors::Errors;
use crate::keys::{KnownWords as _, RefusedKey, TokenMember};

/// Where a member is, as it is written: `"data.access_token"`, or one name without quotes.
pub(crate) struct DeclaredWay {
    pub(crate) text: String,
    pub(crate) span: Span,
    /// A name without quotes, in which a dot cannot be.
    pub(crate) is_name: bool,
}

impl Parse for DeclaredWay {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            return Ok(Self { text: text.value(), span: text.span(), is_name: false });
        }
        let name = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), "expected the name of a member"))?;
        if input.peek(Token![.]) {
            let mut text = name.unraw().to_string();
            while input.parse::<Option<Token![.]>>()?.is_some() {
                let next = input.call(Ident::parse_any).map(|name| name.unraw().to_string());
                text = format!("{text}.{}", next.as_deref().unwrap_or("…"));
            }
            return Err(syn::Error::new(
                name.span(),
                format_args!(
                    "names with a dot between them are not in quotes\nhelp: write `\"{text}\"`"
                ),
            ));
        }
        Ok(Self { text: name.unraw().to_string(), span: name.span(), is_name: true })
    }
}

/// The value of `token` or `token(…)`.
pub(crate) struct DeclaredToken {
    pub(crate) word: Ident,
    /// What stands in the parentheses, if they are there.
    pub(crate) members: Option<Vec<DeclaredMember>>,
}

/// A member of the token, and where it is.
pub(crate) struct DeclaredMember {
    pub(crate) member: TokenMember,
    pub(crate) word: Ident,
    pub(crate) way: DeclaredWay,
    /// How it is written, where it is a time.
    pub(crate) time: Option<Ident>,
}

/// Reads what stands after `token`. Tells whether all could be read.
pub(super) fn parse_token(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &Errors,
) -> syn::Result<(DeclaredToken, bool)> {
    if !input.peek(token::Paren) {
        return Ok((DeclaredToken { word: word.clone(), members: None }, true));
    }
    let mut members = Vec::new();
    let read = |input: ParseStream<'_>| {
        Ok(parse_keys(input, errors, |member, word, input| {
            let way = after_equals(input)?;
            let time = if input.parse::<Option<Token![as]>>()?.is_some() {
                Some(input.call(Ident::parse_any)?)
            } else {
                None
            };
            members.push(DeclaredMember { member, word: word.clone(), way, time });
            Ok(())
        }))
    };
    let is_whole = read.parse2(parenthesized(input)?)?;
    // What could not be read is no member that was forgotten.
    let members = Some(members).filter(|members| is_whole || !members.is_empty());
    Ok((DeclaredToken { word: word.clone(), members }, is_whole))
}

/// A word in `spent(…)`: a text, or a number as JSON writes it.
pub(crate) struct DeclaredWord {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Parse for DeclaredWord {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let at = input.span();
        let wrong = || syn::Error::new(at, "expected a text in quotes, or a whole number");
        let minus: Option<Token![-]> = input.parse()?;
        match (input.parse::<Lit>().map_err(|_| wrong())?, minus) {
            (Lit::Str(text), None) => Ok(Self { text: text.value(), span: text.span() }),
            (Lit::Int(digits), minus) if digits.suffix().is_empty() => {
                let sign = if minus.is_some() { "-" } else { "" };
                Ok(Self { text: format!("{sign}{}", digits.base10_digits()), span: digits.span() })
            }
            _ => Err(wrong()),
        }
    }
}

/// The value of `refused(…)`.
pub(crate) enum DeclaredRefusal {
    /// `refused = none`
    None(Ident),
    By {
        word: Ident,
        member: DeclaredWay,
        except: Option<DeclaredLiteral>,
        code: Option<DeclaredWay>,
        description: Option<DeclaredWay>,
    },
}

impl DeclaredRefusal {
    pub(crate) const fn word(&self) -> &Ident {
        match self {
            Self::None(word) | Self::By { word, .. } => word,
        }
    }
}

/// Reads what stands after `refused`.
pub(super) fn parse_refusal(
    word: &Ident,
    input: ParseStream<'_>,
    errors: &Errors,
) -> syn::Result<DeclaredRefusal> {
    if input.peek(Token![=]) {
        parse_none(input)?;
        return Ok(DeclaredRefusal::None(word.clone()));
    }
    let read = |input: ParseStream<'_>| {
        let is_key =
            input.fork().call(Ident::parse_any).is_ok_and(|it| RefusedKey::of(&it).is_some());
        if is_key && input.peek2(Token![=]) {
            return Err(input.error(
                "the member that tells of a refusal is not there\nhelp: write it first: `refused(errcode, except = 0)`",
            ));
        }
        let member = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let (mut except, mut code, mut description) = (None, None, None);
        parse_keys(input, errors, |key, _, input| {
            match key {
                RefusedKey::Except => except = Some(parse_literal(input)?),
                RefusedKey::Code => code = Some(after_equals(input)?),
                RefusedKey::Description => description = Some(after_equals(input)?),
            }
            Ok(())
        });
        Ok(DeclaredRefusal::By { word: word.clone(), member, except, code, description })
    };
    read.parse2(parenthesized(input)?)
}

/// The value of `reason = …`, or of `reason(…)`.
pub(crate) struct DeclaredReason {
    pub(crate) word: Ident,
    /// None of them: `reason = none`, or empty parentheses.
    pub(crate) ways: Vec<DeclaredWay>,
    pub(crate) is_none: bool,
}

/// Reads what stands after `reason`.
pub(super) fn parse_reason(word: &Ident, input: ParseStream<'_>) -> syn::Result<DeclaredReason> {
    let word = word.clone();
    if !input.peek(Token![=]) {
        return Ok(DeclaredReason { word, ways: in_parentheses(input)?, is_none: false });
    }
    if input.peek2(LitStr) {
        return Ok(DeclaredReason { word, ways: vec![after_equals(input)?], is_none: false });
    }
    let way: DeclaredWay = after_equals(input)?;
    let is_none = way.text == "none";
    let ways = if is_none { Vec::new() } else { vec![way] };
    Ok(DeclaredReason { word, ways, is_none })
}

/// Reads `= none`.
fn parse_none(input: ParseStream<'_>) -> syn::Result<()> {
    let word: Ident = after_equals(input)?;
    if word == "none" { Ok(()) } else { Err(syn::Error::new(word.span(), "expected `none`")) }
}

/// A text, a whole number, `true` or `false`.
pub(crate) struct DeclaredLiteral {
    pub(crate) literal: Lit,
    pub(crate) is_negative: bool,
}

/// Reads `= value`.
fn parse_literal(input: ParseStream<'_>) -> syn::Result<DeclaredLiteral> {
    input.parse::<Token![=]>()?;
    let minus: Option<Token![-]> = input.parse()?;
    let wrong = |span| syn::Error::new(span, "expected a text, a whole number, `true` or `false`");
    let at = input.span();
    let literal = input.parse::<Lit>().map_err(|_| wrong(at))?;
    let is_negative = minus.is_some();
    match &literal {
        Lit::Int(_) => {}
        Lit::Str(_) | Lit::Bool(_) if !is_negative => {}
        other => return Err(wrong(other.span())),
    }
    Ok(DeclaredLiteral { literal, is_negative })
}
