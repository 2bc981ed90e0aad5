//! The functions of the trait, with their attributes.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, Meta, ReturnType, TraitItemFn};

use super::declared::DeclaredEndpoint;
use super::grant::parse_grant;
use super::parameter::parse_parameter;
use super::route::parse_route;
use super::types::ungrouped;
use crate::errors::Errors;
use crate::keys::{FunctionAttribute, KnownWords as _, Method};
use crate::suggest;

/// Reads a function.
pub(super) fn parse_endpoint(function: TraitItemFn, errors: &Errors) -> DeclaredEndpoint {
    let mut endpoint = DeclaredEndpoint::named(function.sig.ident.clone());
    endpoint.is_generic = !function.sig.generics.params.is_empty();
    report_superfluous(&function, errors);
    for attr in function.attrs {
        parse_attribute(&mut endpoint, attr, errors);
    }
    for input in function.sig.inputs {
        match input {
            FnArg::Typed(typed) => match parse_parameter(typed, errors) {
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
        endpoint.response = Some(ungrouped(*ty));
    }
    endpoint
}

/// Reports what a function of a declaration cannot have.
fn report_superfluous(function: &TraitItemFn, errors: &Errors) {
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
    let token = |token: Option<&dyn ToTokens>| {
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

fn parse_attribute(endpoint: &mut DeclaredEndpoint, attr: Attribute, errors: &Errors) {
    let word = attr.path().get_ident().cloned();
    let of_function = word.as_ref().and_then(FunctionAttribute::of);
    match (of_function, word) {
        (Some(FunctionAttribute::Doc | FunctionAttribute::Deprecated), _) => {
            endpoint.attrs.push(attr);
        }
        (Some(FunctionAttribute::Grant), _) => match parse_grant(&attr, errors) {
            Some(grant) => endpoint.grants.push(grant),
            None => endpoint.broken = true,
        },
        (None, Some(word)) if word == "cfg" || word == "cfg_attr" => {
            // What is left of conditions stands beside a mistake that keeps them from being decided.
            if matches!(attr.meta, Meta::List(_)) {
                endpoint.broken = true;
            } else {
                errors.on(
                    attr.path(),
                    format_args!("`{word}` has no condition"),
                    format_args!("write `#[{word}(feature = \"…\")]`"),
                );
            }
        }
        (None, Some(word)) if Method::of(&word).is_some() => {
            parse_method(endpoint, word, &attr, errors);
        }
        (None, _) => take_unknown_attribute(endpoint, &attr, errors),
    }
}

fn parse_method(endpoint: &mut DeclaredEndpoint, word: Ident, attr: &Attribute, errors: &Errors) {
    if let Some(earlier) = &endpoint.method {
        errors.on(
            &word,
            format_args!("`{word}` conflicts with `{earlier}` on the same endpoint"),
            "an endpoint has one method and one path: declare the other as a function of its own",
        );
        return;
    }
    endpoint.method = Some(word);
    parse_route(endpoint, attr, errors);
}

/// A misspelt method is no missing method: it is taken for the one it is near to.
fn take_unknown_attribute(endpoint: &mut DeclaredEndpoint, attr: &Attribute, errors: &Errors) {
    let path = attr.path();
    let shown = quote! { #path }.to_string().replace(' ', "");
    let known = [Method::NAMES, FunctionAttribute::NAMES].concat();
    let meant = [Method::MEANT, FunctionAttribute::MEANT].concat();
    errors.on(
        path,
        format_args!("unknown attribute `{shown}` on an endpoint"),
        suggest::help(&shown, &known, &meant),
    );
    let (None, Some(word)) = (&endpoint.method, path.get_ident()) else { return };
    let near = suggest::nearest(&shown, Method::NAMES);
    let is_meant = Method::MEANT.iter().any(|(other, _)| *other == shown);
    if near.is_some() || is_meant {
        endpoint.broken |= is_meant;
        endpoint.method = Some(Ident::new(near.unwrap_or("post"), word.span()));
        // What follows a method that nobody knows is not judged.
        let muted = Errors::muted();
        parse_route(endpoint, attr, if is_meant { &muted } else { errors });
    }
}
