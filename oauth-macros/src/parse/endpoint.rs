//! The functions of the trait and their attributes.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, FnArg, LitInt, LitStr, Meta, ReturnType, Token, TraitItemFn, Type, token};

use super::auth::Auth;
use super::keyed::{self, ErrorType, Header, Words};
use super::parameter::{self, Parameter};
use super::types;
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
    pub(crate) token: Option<Ident>,
    pub(crate) default_expires_in: Option<LitInt>,
    pub(crate) deviations: Vec<Ident>,
    pub(crate) allow: Vec<Ident>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) answer: Option<Type>,
    /// Whether it has generic parameters, so that a type that names one is no mistake of its own.
    pub(crate) is_generic: bool,
    /// Whether a part could not be read, so that its absence is no mistake of its own.
    pub(crate) broken: bool,
}

/// The value of `body = …`.
pub(crate) struct Body(pub(crate) Vec<Ident>);

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word = |input: ParseStream<'_>| {
            if let Ok(text) = input.fork().parse::<LitStr>() {
                return Err(syn::Error::new(
                    text.span(),
                    format_args!("the body `{}` is in quotes\nhelp: write `{0}`", text.value()),
                ));
            }
            let word: Ident = input.parse()?;
            let name = word.to_string();
            if keys::BODY.contains(&name.as_str()) {
                Ok(word)
            } else {
                Err(syn::Error::new(
                    word.span(),
                    format_args!(
                        "unknown body `{name}`\nhelp: {}",
                        suggest::help(&name, keys::BODY, keys::BODY_MEANT)
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
        Ok(Self { status, ty: types::ungrouped(input.parse()?) })
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
    /// Whether all of it could be read, so that what is missing is a mistake of its own.
    pub(crate) is_whole: bool,
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
        token: None,
        default_expires_in: None,
        deviations: Vec::new(),
        allow: Vec::new(),
        grants: Vec::new(),
        parameters: Vec::new(),
        answer: None,
        is_generic: !function.sig.generics.params.is_empty(),
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
                "remove it: what stands here are the parameters of the request",
            ),
        }
    }
    if let ReturnType::Type(_, ty) = function.sig.output {
        endpoint.answer = Some(types::ungrouped(*ty));
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
                if what.ends_with('s') { "remove them" } else { "remove it" },
            );
        }
    };
    let token = |token: Option<&dyn quote::ToTokens>| {
        let mut stream = TokenStream::new();
        if let Some(token) = token {
            token.to_tokens(&mut stream);
        }
        stream
    };
    report(token(signature.asyncness.as_ref().map(|token| token as _)), "`async`");
    report(token(signature.constness.as_ref().map(|token| token as _)), "`const`");
    let safety = token(Some(&signature.safety));
    report(safety.clone(), &format!("`{safety}`"));
    report(token(signature.abi.as_ref().map(|abi| abi as _)), "`extern`");
    report(token(signature.variadic.as_ref().map(|dots| dots as _)), "`...`");
    if function.default.is_some() {
        errors.on(
            name,
            format_args!("`{name}` has a body, which the attribute makes"),
            "end it with `;` in place of the braces",
        );
    }
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        report(generics.params.to_token_stream(), "generic parameters");
    }
    report(token(generics.where_clause.as_ref().map(|clause| clause as _)), "a `where` clause");
}

fn attribute(endpoint: &mut Endpoint, attr: Attribute, errors: &Errors) {
    let name = attr.path().get_ident().map(ToString::to_string).unwrap_or_default();
    match name.as_str() {
        "doc" | "deprecated" => endpoint.attrs.push(attr),
        "grant" => match read_grant(&attr, errors) {
            Some(grant) => endpoint.grants.push(grant),
            None => endpoint.broken = true,
        },
        // What is left of conditions stands beside a mistake that keeps them from being decided.
        "cfg" | "cfg_attr" if matches!(attr.meta, Meta::List(_)) => endpoint.broken = true,
        "cfg" | "cfg_attr" => errors.on(
            attr.path(),
            format_args!("`{name}` has no condition"),
            format_args!("write `#[{name}(feature = \"…\")]`"),
        ),
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
        _ => unknown_attribute(endpoint, &attr, errors),
    }
}

/// A misspelt method is no missing method: it is taken for the one it is near to.
fn unknown_attribute(endpoint: &mut Endpoint, attr: &Attribute, errors: &Errors) {
    let path = attr.path();
    let shown = quote::quote! { #path }.to_string().replace(' ', "");
    errors.on(
        path,
        format_args!("unknown attribute `{shown}` on an endpoint"),
        suggest::help(&shown, keys::FUNCTION, keys::FUNCTION_MEANT),
    );
    let (None, Some(word)) = (&endpoint.method, path.get_ident()) else { return };
    let near = suggest::nearest(&shown, keys::METHODS);
    let is_meant = ["head", "options", "trace", "endpoint", "request"].contains(&shown.as_str());
    if near.is_some() || is_meant {
        endpoint.broken |= is_meant;
        endpoint.method = Some(Ident::new(near.unwrap_or("post"), word.span()));
        let quiet = Errors::default();
        route(endpoint, attr, if is_meant { &quiet } else { errors });
    }
}

fn route(endpoint: &mut Endpoint, attr: &Attribute, errors: &Errors) {
    let method = attr.path();
    let method = quote::quote! { #method };
    let Meta::List(list) = &attr.meta else {
        endpoint.broken = true;
        errors.on(
            attr.path(),
            format_args!("`{method}` has no path"),
            format_args!("write `#[{method}(\"/path\")]`"),
        );
        return;
    };
    let words = Words { known: keys::ENDPOINT, meant: keys::ENDPOINT_MEANT };
    let (late, tokens) = late_path(list.tokens.clone());
    if let Some(path) = late {
        errors.on(
            &path,
            format_args!("the path of `{method}` is not the first"),
            format_args!("write it first: `#[{method}({}, …)]`", path.token()),
        );
        endpoint.path = Some(path);
    }
    let read = |input: ParseStream<'_>| {
        match input.parse::<LitStr>() {
            _ if endpoint.path.is_some() => {}
            Ok(path) => {
                let is_separated = input.is_empty() || input.peek(Token![,]);
                if let (false, Ok(next)) = (is_separated, input.fork().parse::<TokenTree>()) {
                    errors.at(
                        next.span(),
                        "a comma is missing behind the path",
                        format_args!("write `#[{method}({}, …)]`", path.token()),
                    );
                }
                endpoint.path = Some(path);
            }
            Err(error) => {
                endpoint.broken = true;
                let at = if input.is_empty() {
                    list.path.get_ident().map_or(error.span(), Ident::span)
                } else {
                    error.span()
                };
                errors.at(
                    at,
                    format_args!("`{method}` has no path"),
                    format_args!("write it first, as a string: `#[{method}(\"/path\")]`"),
                );
                // `path = "…"` is this mistake, not another.
                if !input.peek(Ident::peek_any) || input.peek(syn::Ident) && says_a_path(input) {
                    keyed::step_over(input);
                }
            }
        }
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        keyed::list(input, words, errors, |key, input| {
            let read = read_key(endpoint, key, input);
            endpoint.broken |= read.is_err();
            read
        });
        Ok(())
    };
    if let Err(error) = read.parse2(tokens) {
        let near = attr.path().segments.last().map_or_else(Span::call_site, |it| it.ident.span());
        errors.syntax(&error, near, format_args!("write `#[{method}(\"/path\", key = value)]`"));
    }
}

/// Takes out a path that stands behind keys.
fn late_path(tokens: TokenStream) -> (Option<LitStr>, TokenStream) {
    let text = |token: &TokenTree| syn::parse2::<LitStr>(token.to_token_stream()).ok();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let place = all
        .windows(2)
        .position(|pair| matches!(pair, [comma, path] if is_comma(comma) && text(path).is_some()));
    match (all.first().and_then(text), place) {
        (None, Some(place)) => {
            let path = all.get(place + 1).and_then(text);
            let others = all.into_iter().enumerate();
            let others = others.filter(|(index, _)| *index != place && *index != place + 1);
            (path, others.map(|(_, token)| token).collect())
        }
        _ => (None, tokens),
    }
}

/// Tells whether what comes is no key, such as a constant, or `path = "…"`.
fn says_a_path(input: ParseStream<'_>) -> bool {
    input.fork().parse::<Ident>().is_ok_and(|word| !keys::ENDPOINT.iter().any(|key| word == key))
}

fn read_key(endpoint: &mut Endpoint, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    match key.to_string().as_str() {
        "auth" => endpoint.auth = Some(keyed::after_equals(input)?),
        "body" => endpoint.body = Some(keyed::after_equals(input)?),
        "headers" => endpoint.headers = keyed::in_parentheses(input)?,
        "error" => endpoint.error = Some(keyed::after_equals(input)?),
        "errors" => endpoint.errors = keyed::in_parentheses(input)?,
        "browser" => endpoint.browser = Some(key.clone()),
        "token" => endpoint.token = Some(key.clone()),
        "default_expires_in" => endpoint.default_expires_in = Some(keyed::after_equals(input)?),
        "deviations" => endpoint.deviations = keyed::in_parentheses(input)?,
        "allow" => endpoint.allow = keyed::in_parentheses(input)?,
        _ => {}
    }
    Ok(())
}

fn read_grant(attr: &Attribute, errors: &Errors) -> Option<Grant> {
    let form =
        "write `#[grant(authorization_code, needs(code, redirect_uri), may(code_verifier))]`";
    let word = attr.path().get_ident()?;
    let is_empty = match &attr.meta {
        Meta::List(list) => list.tokens.is_empty(),
        _ => true,
    };
    if is_empty {
        errors.on(word, "this grant has no name", form);
        return None;
    }
    match attr.parse_args_with(|input: ParseStream<'_>| grant(input, errors)) {
        Ok(grant) => Some(grant),
        Err(error) => {
            errors.of_key(word, &error, form);
            None
        }
    }
}

fn grant(input: ParseStream<'_>, errors: &Errors) -> syn::Result<Grant> {
    let (span, named) = if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        (text.span(), text.value())
    } else {
        if keys::GRANT
            .iter()
            .any(|clause| input.fork().parse::<Ident>().is_ok_and(|it| it == clause))
        {
            return Err(input.error(
                "this grant has no name\nhelp: write it first: `#[grant(authorization_code, needs(code))]`",
            ));
        }
        let word = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), "expected the name of the grant"))?;
        (word.span(), word.unraw().to_string())
    };
    let mut grant =
        Grant { span, named, called: None, needs: Vec::new(), may: Vec::new(), is_whole: true };
    if input.peek(Token![as]) {
        input.parse::<Token![as]>()?;
        grant.called = Some(input.parse()?);
    }
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error(format_args!(
            "a comma is missing behind the grant `{}`\nhelp: write `, needs(…)`",
            grant.named
        )));
    }
    input.parse::<Option<Token![,]>>()?;
    let words = Words { known: keys::GRANT, meant: keys::GRANT_MEANT };
    grant.is_whole = keyed::list(input, words, errors, |key, input| {
        if !input.peek(token::Paren) {
            return Err(syn::Error::new(key.span(), "expected parameters in parentheses"));
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
