//! The draft of a call, which a builder fills, and what the runtime asks of the parameters that it becomes.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};

use super::{description, response};
use crate::model::{Api, Endpoint, Need, Parameter, WrittenBy};
use crate::paths::{self, Runtime};

// Expands to:
//
//     struct UspsPostRevokeDraft { token: Option<SecretString>, token_type_hint: Option<TokenTypeHint> }
//     impl UspsPostRevokeDraft { fn finish(self) -> Option<UspsPostRevokeParameters> { .. } }
//     impl Parameters<()> for UspsPostRevokeParameters {
//         type Kind = WithBody;
//         const ENDPOINT: &'static Endpoint = &Endpoint { .. };
//         const READ: Decode<()> = read_nothing;
//         fn visit(&self, visitor: &mut Visitor<'_>) { .. }
//     }
//
// What stands once for each parameter is a list of names or types, not of streams: each stream that is joined to others costs
// whoever declares an API as much as twenty tokens.
pub(super) fn expand_draft(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let draft = endpoint.named("Draft");
    let name = endpoint.named("Parameters");
    let unused = api.may_be_unused();
    let (required, optional): (Vec<&Parameter>, Vec<&Parameter>) =
        endpoint.settable().partition(|parameter| parameter.is_required());
    let idents = |of: &[&Parameter]| of.iter().map(|it| it.ident.clone()).collect::<Vec<_>>();
    let bound = |of: &[&Parameter]| of.iter().map(|it| bound(it)).collect::<Vec<_>>();
    let (needed, given) = (idents(&required), idents(&optional));
    let (needed_values, given_values) = (bound(&required), bound(&optional));
    let types = required.iter().map(|parameter| &parameter.ty);
    let optional_types = optional.iter().map(|parameter| OptionalType(parameter));
    let taken = quote! {
        let Self {
            #(#needed: ::core::option::Option::Some(#needed_values),)*
            #(#given: #given_values),*
        } = self
    };
    // One pattern for all: a `?` for each costs the compiler more than everything else here.
    let refused =
        (!required.is_empty()).then(|| quote! { else { return ::core::option::Option::None; } });
    let values = expand_values(api, endpoint);
    quote! {
        #unused
        struct #draft {
            #(#needed: ::core::option::Option<#types>,)*
            #(#given: #optional_types),*
        }

        #unused
        impl #draft {
            fn finish(self) -> ::core::option::Option<#name> {
                #taken #refused;
                ::core::option::Option::Some(#name {
                    #(#needed: #needed_values,)*
                    #(#given: #given_values),*
                })
            }
        }

        #values
    }
}

/// What the runtime asks of the parameters.
fn expand_values(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let name = endpoint.named("Parameters");
    let settable = endpoint.settable().map(|parameter| &parameter.ident);
    let bound = endpoint.settable().map(visited);
    let values = endpoint.parameters.iter().map(|parameter| ParameterValue { runtime, parameter });
    let kind = if endpoint.is_browser() {
        "Browser"
    } else if endpoint.has_no_body() {
        "WithoutBody"
    } else {
        "WithBody"
    };
    let kind = Ident::new(kind, Span::call_site());
    let description = description::describe_endpoint(api, endpoint);
    let value = response::type_of(runtime, &endpoint.response);
    let read = response::reader_of(runtime, &endpoint.response);
    quote! {
        impl #runtime::Parameters<#value> for #name {
            type Kind = #runtime::__private::#kind;

            const ENDPOINT: &'static #runtime::description::Endpoint = #description;
            const READ: #runtime::__private::Decode<#value> = #read;

            fn visit(&self, visitor: &mut #runtime::__private::Visitor<'_>) {
                let Self { #(#settable: #bound),* } = self;
                #runtime::__private::visit(visitor, &[#(#values),*]);
            }
        }
    }
}

/// The type of a value that may be absent, as the author wrote it or else as an `Option`.
pub(super) struct OptionalType<'a>(pub(super) &'a Parameter);

impl ToTokens for OptionalType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Parameter { ty, written_option, .. } = self.0;
        match written_option {
            Some(written) => written.to_tokens(tokens),
            None => tokens.extend(quote! { ::core::option::Option<#ty> }),
        }
    }
}

/// A variable for the value of a parameter. Its own name could be that of a constant, which a pattern would compare with.
fn bound(parameter: &Parameter) -> Ident {
    Ident::new(&format!("__{}", parameter.name), parameter.ident.span())
}

/// The draft of a call that nothing is known of yet.
pub(super) fn expand_empty(endpoint: &Endpoint) -> TokenStream {
    let draft = endpoint.named("Draft");
    let parameters = endpoint.settable().map(|parameter| &parameter.ident);
    quote! { #draft { #(#parameters: ::core::option::Option::None),* } }
}

/// Shows one value to the runtime. The tokens carry the span of the type, where a type that cannot be sent is reported.
struct ParameterValue<'a> {
    runtime: &'a Runtime,
    parameter: &'a Parameter,
}

impl ToTokens for ParameterValue<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { runtime, parameter } = self;
        let span = paths::place(&parameter.ty);
        let how = match (&parameter.need, parameter.written_by) {
            (Need::Constant(_), _) | (_, WrittenBy::Nobody) => "Absent",
            (_, WrittenBy::Text) if parameter.is_required() => "text",
            (_, WrittenBy::Serde) if parameter.is_required() => "json",
            (_, WrittenBy::List) if parameter.is_required() => "list",
            (_, WrittenBy::Text) => "optional_text",
            (_, WrittenBy::Serde) => "optional_json",
            (_, WrittenBy::List) => "optional_list",
        };
        runtime.item(&["__private", "ParameterValue", how], span).to_tokens(tokens);
        if how != "Absent" {
            let visited = TokenTree::from(visited(parameter));
            let mut given = Group::new(Delimiter::Parenthesis, visited.into());
            given.set_span(span);
            tokens.append(given);
        }
    }
}

/// A variable for the value that is shown. It is bound with the span that it is used with: a type that comes out of another
/// macro has one that sees no other variables.
fn visited(parameter: &Parameter) -> Ident {
    let mut visited = bound(parameter);
    visited.set_span(paths::place(&parameter.ty));
    visited
}
