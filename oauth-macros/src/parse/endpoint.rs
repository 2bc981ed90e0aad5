//! The functions of the trait and their attributes.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, FnArg, LitInt, LitStr, Meta, ReturnType, Token, TraitItemFn, Type, token};

use super::auth::Auth;
use super::keyed::{self, ErrorType, Header};
use super::parameter::{self, Parameter};
use crate::errors::Errors;
use crate::{keys, suggest};

/// An endpoint as it is written.
pub(crate) struct Endpoint {
    /// Documentation and `deprecated`.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) method: Option<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) auth: Option<Auth>,
    pub(crate) body: Option<Body>,
    pub(crate) headers: Vec<Header>,
    pub(crate) error: Option<ErrorType>,
    pub(crate) errors: Vec<StatusType>,
    pub(crate) browser: Option<Ident>,
    pub(crate) allow: Vec<Ident>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) answer: Option<Type>,
    /// Whether a part could not be read, so that its absence is no mistake of its own.
    pub(crate) broken: bool,
}

/// The value of `body = …`.
pub(crate) struct Body(pub(crate) Vec<Ident>);

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word = |input: ParseStream<'_>| {
            let word: Ident = input
                .parse()
                .map_err(|error| syn::Error::new(error.span(), "expected `form` or `json`"))?;
            let name = word.to_string();
            if keys::BODY.contains(&name.as_str()) {
                Ok(word)
            } else {
                Err(syn::Error::new(
                    word.span(),
                    format_args!(
                        "unknown body `{name}`\nhelp: {}",
                        suggest::help(&name, keys::BODY)
                    ),
                ))
            }
        };
        let mut kinds = vec![word(input)?];
        while input.peek(Token![|]) {
            input.parse::<Token![|]>()?;
            kinds.push(word(input)?);
        }
        Ok(Self(kinds))
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
        Ok(Self { status, ty: input.parse()? })
    }
}

/// A grant as it is written.
pub(crate) struct Grant {
    pub(crate) span: Span,
    /// The value of `grant_type`.
    pub(crate) named: String,
    pub(crate) called: Option<Ident>,
    pub(crate) needs: Vec<Ident>,
    pub(crate) may: Vec<Ident>,
}

/// Reads a function.
pub(super) fn endpoint(function: TraitItemFn, errors: &Errors) -> Endpoint {
    let mut endpoint = Endpoint {
        attrs: Vec::new(),
        ident: function.sig.ident.clone(),
        method: None,
        path: None,
        auth: None,
        body: None,
        headers: Vec::new(),
        error: None,
        errors: Vec::new(),
        browser: None,
        allow: Vec::new(),
        grants: Vec::new(),
        parameters: Vec::new(),
        answer: None,
        broken: false,
    };
    superfluous(&function, errors);
    for attr in function.attrs {
        attribute(&mut endpoint, attr, errors);
    }
    for input in function.sig.inputs {
        match input {
            FnArg::Typed(typed) => match parameter::parameter(typed, errors) {
                Some(parameter) => endpoint.parameters.push(parameter),
                None => endpoint.broken = true,
            },
            FnArg::Receiver(receiver) => errors.on(
                &receiver,
                format_args!("`{}` takes no `self`", endpoint.ident),
                "remove it: the client is added by the attribute",
            ),
        }
    }
    if let ReturnType::Type(_, ty) = function.sig.output {
        endpoint.answer = Some(*ty);
    }
    endpoint
}

fn superfluous(function: &TraitItemFn, errors: &Errors) {
    let signature = &function.sig;
    let name = &signature.ident;
    let report = |tokens: TokenStream, what: &str| {
        if !tokens.is_empty() {
            errors.on(
                tokens,
                format_args!("`{name}` cannot have {what}"),
                format_args!("remove the {what}"),
            );
        }
    };
    let tokens = |token: Option<&dyn quote::ToTokens>| {
        let mut stream = TokenStream::new();
        if let Some(token) = token {
            token.to_tokens(&mut stream);
        }
        stream
    };
    let token = |token: Option<&dyn quote::ToTokens>| tokens(token);
    report(token(signature.asyncness.as_ref().map(|token| token as _)), "`async`");
    report(token(signature.constness.as_ref().map(|token| token as _)), "`const`");
    report(token(Some(&signature.safety)), "`unsafe` or `safe`");
    report(token(signature.abi.as_ref().map(|abi| abi as _)), "`extern`");
    report(token(signature.variadic.as_ref().map(|dots| dots as _)), "`...`");
    report(token(function.default.as_ref().map(|block| block as _)), "body");
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        report(token(Some(generics)), "generic parameters");
    }
    report(token(generics.where_clause.as_ref().map(|clause| clause as _)), "`where` clause");
}

fn attribute(endpoint: &mut Endpoint, attr: Attribute, errors: &Errors) {
    let name = attr.path().get_ident().map(ToString::to_string).unwrap_or_default();
    match name.as_str() {
        "doc" | "deprecated" => endpoint.attrs.push(attr),
        "grant" => match attr.parse_args_with(|input: ParseStream<'_>| grant(input, &attr, errors))
        {
            Ok(grant) => endpoint.grants.push(grant),
            Err(error) => {
                endpoint.broken = true;
                errors.syntax(&error, "write `#[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]`");
            }
        },
        method if keys::METHODS.contains(&method) => {
            let Some(word) = attr.path().get_ident() else { return };
            if let Some(earlier) = &endpoint.method {
                errors.on(
                    word,
                    format_args!("`{word}` conflicts with `{earlier}` on the same endpoint"),
                    "an endpoint has one method and one path: declare the other as a function of its own",
                );
                return;
            }
            endpoint.method = Some(word.clone());
            route(endpoint, &attr, errors);
        }
        _ => {
            let path = attr.path();
            let shown = quote::quote! { #path }.to_string().replace(' ', "");
            errors.on(
                path,
                format_args!("unknown attribute `{shown}` on an endpoint"),
                suggest::help(&shown, keys::FUNCTION),
            );
            // A misspelt method is no missing method.
            endpoint.broken = true;
        }
    }
}

fn route(endpoint: &mut Endpoint, attr: &Attribute, errors: &Errors) {
    let Meta::List(list) = &attr.meta else {
        endpoint.broken = true;
        let method = attr.path();
        let method = quote::quote! { #method };
        errors.on(
            attr.path(),
            format_args!("`{method}` has no path"),
            format_args!("write `#[{method}(\"/path\")]`"),
        );
        return;
    };
    let read = |input: ParseStream<'_>| {
        match input.parse::<LitStr>() {
            Ok(path) => endpoint.path = Some(path),
            Err(error) => {
                endpoint.broken = true;
                let at = if input.is_empty() {
                    list.path.get_ident().map_or(error.span(), Ident::span)
                } else {
                    error.span()
                };
                errors.at(
                    at,
                    "expected the path of the endpoint",
                    "write it first, as a string: `\"/path\"`",
                );
                if !input.peek(syn::Ident) {
                    keyed::step_over(input);
                }
            }
        }
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        keyed::list(input, keys::ENDPOINT, errors, |key, input| {
            let read = read_key(endpoint, key, input);
            endpoint.broken |= read.is_err();
            read
        });
        Ok(())
    };
    if let Err(error) = read.parse2(list.tokens.clone()) {
        errors.syntax(&error, "write `#[post(\"/path\", key = value)]`");
    }
}

fn read_key(endpoint: &mut Endpoint, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    match key.to_string().as_str() {
        "auth" => endpoint.auth = Some(keyed::after_equals(input)?),
        "body" => endpoint.body = Some(keyed::after_equals(input)?),
        "headers" => endpoint.headers = keyed::in_parentheses(input)?,
        "error" => endpoint.error = Some(keyed::after_equals(input)?),
        "errors" => endpoint.errors = keyed::in_parentheses(input)?,
        "browser" => endpoint.browser = Some(key.clone()),
        "allow" => endpoint.allow = keyed::in_parentheses(input)?,
        _ => {}
    }
    Ok(())
}

fn grant(input: ParseStream<'_>, attr: &Attribute, errors: &Errors) -> syn::Result<Grant> {
    let (span, named) = if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        (text.span(), text.value())
    } else if input.is_empty() {
        let span = attr.path().get_ident().map_or_else(Span::call_site, Ident::span);
        return Err(syn::Error::new(span, "expected the name of the grant"));
    } else {
        let word: Ident = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), "expected the name of the grant"))?;
        (word.span(), word.to_string())
    };
    let mut grant = Grant { span, named, called: None, needs: Vec::new(), may: Vec::new() };
    if input.peek(Token![as]) {
        input.parse::<Token![as]>()?;
        grant.called = Some(input.parse()?);
    }
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    keyed::list(input, keys::GRANT, errors, |key, input| {
        if !input.peek(token::Paren) {
            return Err(syn::Error::new(
                key.span(),
                format_args!("`{key}` has no list of parameters"),
            ));
        }
        let parameters = keyed::in_parentheses(input)?;
        if *key == "needs" {
            grant.needs = parameters;
        } else {
            grant.may = parameters;
        }
        Ok(())
    });
    Ok(grant)
}
