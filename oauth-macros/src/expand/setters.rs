//! Setters of request builders.

use std::slice;

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::Type;

use super::builder::{Builder, Next, located};
use super::docs;
use crate::model::Parameter;
use crate::paths::{self, Runtime};

/// The setters of required parameters, which move the builder to its next state.
pub(super) fn expand_required(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, name, required, states, .. } = builder;
    let runtime = &api.runtime;
    let each = || required.iter().copied();
    let place = |parameter: &Parameter| parameter.ident.span();
    let idents = each().map(|parameter| &parameter.ident);
    let setters: Vec<Ident> = each().map(Parameter::setter).collect();
    let docs =
        each().zip(&setters).map(|(parameter, setter)| docs::for_required(parameter, setter));
    let receivers = each().map(Receiver);
    let given: Vec<Ident> = each().map(Parameter::argument).collect();
    let arguments: Vec<Argument<'_>> =
        each().map(|parameter| Argument::of_required(runtime, parameter)).collect();
    let set = arguments.iter().map(Argument::set);
    let next = states.iter().map(|state| Next { builder, set: slice::from_ref(state) });
    let asked = each().zip(states).map(|(parameter, state)| located(state, place(parameter)));
    let not_set = each().map(|parameter| runtime.item(&["NotSet"], place(parameter)));
    quote! {
        #(
            #docs
            pub fn #setters(#receivers, #given: #arguments) -> #next
            where
                #asked: #not_set,
            {
                #runtime::__private::#set(&mut self.draft.#idents, #given);
                #name { call: self.call, draft: self.draft, next: self.next, state: ::core::marker::PhantomData }
            }
        )*
    }
}

/// The setters of optional parameters.
pub(super) fn expand_optional(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, optional, .. } = builder;
    let runtime = &api.runtime;
    let each = || optional.iter().copied();
    let idents = each().map(|parameter| &parameter.ident);
    let setters: Vec<Ident> = each().map(Parameter::setter).collect();
    let docs =
        each().zip(&setters).map(|(parameter, setter)| docs::for_parameter(parameter, setter));
    let receivers = each().map(Receiver);
    let given: Vec<Ident> = each().map(Parameter::argument).collect();
    let arguments =
        each().map(|parameter| Argument::Converted { runtime, parameter, by: "Optional" });
    quote! {
        #(
            #docs
            pub fn #setters(#receivers, #given: #arguments) -> Self {
                #runtime::__private::set_optional(&mut self.draft.#idents, #given);
                self
            }
        )*
    }
}

/// One setter for both parameters of PKCE: a challenge without its method would be taken as `plain`. Where the declaration
/// says the method, the challenge is left to be set.
pub(super) fn expand_pkce(builder: &Builder<'_>) -> TokenStream {
    let Some((challenge, method)) = builder.endpoint.pkce() else { return TokenStream::new() };
    let is_given = |wanted: &Parameter| {
        let Builder { required, optional, .. } = builder;
        required.iter().chain(optional).any(|parameter| parameter.ident == wanted.ident)
    };
    if !is_given(challenge) || !(is_given(method) || method.is_by_itself("S256")) {
        return TokenStream::new();
    }
    let runtime = &builder.api.runtime;
    let set = || [challenge, method].into_iter().filter(|parameter| is_given(parameter));
    let is_required =
        |wanted: &Parameter| builder.required.iter().any(|it| it.ident == wanted.ident);
    let states: Vec<Ident> =
        set().filter(|parameter| is_required(parameter)).map(Parameter::state).collect();
    let next = if states.is_empty() {
        quote! { Self }
    } else {
        Next { builder, set: &states }.into_token_stream()
    };
    let values = [quote! { pkce.challenge() }, quote! { pkce.method().as_str() }];
    let calls =
        set().map(Parameter::setter).zip(values).map(|(set, value)| quote! { .#set(#value) });
    // Asked here, so that a type of the author's own which no text becomes does not keep the declaration from compiling.
    let taken = set().map(|parameter| {
        let Parameter { ty, .. } = parameter;
        let by = if states.contains(&parameter.state()) { "Required" } else { "Optional" };
        let by = runtime.item(&[by], Span::call_site());
        quote! { for<'text> &'text str: #by<#ty> }
    });
    quote! {
        /// Sets `code_challenge` and `code_challenge_method` from a PKCE verifier.
        ///
        /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
        pub fn pkce(self, pkce: &#runtime::__private::Pkce) -> #next
        where
            #(#states: #runtime::NotSet,)*
            #(#taken,)*
        {
            self #(#calls)*
        }
    }
}

/// The receiver of a setter. Where the compiler shows it, it shows the parameter.
struct Receiver<'a>(&'a Parameter);

impl ToTokens for Receiver<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let place = paths::generated_at(self.0.ident.span());
        tokens.append(Ident::new("mut", place));
        tokens.append(Ident::new("self", place));
    }
}

/// What a setter takes.
enum Argument<'a> {
    /// The value itself.
    Value(&'a Type),
    /// The items of a list, or what becomes them.
    Items(&'a Type),
    /// The items of a list themselves: of a number that is written the compiler knows no other type.
    Primitives(&'a Type),
    /// What becomes the value, by this trait.
    Converted { runtime: &'a Runtime, parameter: &'a Parameter, by: &'static str },
}

impl<'a> Argument<'a> {
    fn of_required(runtime: &'a Runtime, parameter: &'a Parameter) -> Self {
        let converted = Self::Converted { runtime, parameter, by: "Required" };
        let Type::Path(path) = &parameter.ty else { return Self::Value(&parameter.ty) };
        let Some(last) = path.path.segments.last() else { return converted };
        if is_primitive(&parameter.ty) {
            return Self::Value(&parameter.ty);
        }
        match if last.ident == "Vec" { item_type(path) } else { None } {
            Some(item) if is_primitive(item) => Self::Primitives(item),
            Some(item) => Self::Items(item),
            None => converted,
        }
    }

    /// The function of the runtime that takes it.
    fn set(&self) -> Ident {
        let name = match self {
            Self::Value(_) => "set_value",
            Self::Items(_) | Self::Primitives(_) => "set_list",
            Self::Converted { .. } => "set",
        };
        Ident::new(name, Span::call_site())
    }
}

impl ToTokens for Argument<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (runtime, parameter, by) = match self {
            Self::Value(ty) => return ty.to_tokens(tokens),
            Self::Items(item) => {
                return tokens.extend(quote! {
                    impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>
                });
            }
            Self::Primitives(item) => {
                return tokens.extend(quote! { impl ::core::iter::IntoIterator<Item = #item> });
            }
            Self::Converted { runtime, parameter, by } => (runtime, parameter, by),
        };
        let Parameter { ident, ty, .. } = parameter;
        let place = ident.span();
        let sign = |sign: char| {
            let mut sign = Punct::new(sign, Spacing::Alone);
            sign.set_span(place);
            sign
        };
        tokens.append(Ident::new("impl", place));
        runtime.item(&[by], place).to_tokens(tokens);
        tokens.append(sign('<'));
        ty.to_tokens(tokens);
        tokens.append(sign('>'));
    }
}

/// Whether a type is a boolean or an integer.
fn is_primitive(ty: &Type) -> bool {
    let primitives = [
        "bool", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| primitives.iter().any(|primitive| last.ident == primitive))
}

/// The type of a list's items.
fn item_type(path: &syn::TypePath) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
