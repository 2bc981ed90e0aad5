//! A request builder: what it is called, what it asks for and which states it has.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};

use super::docs;
use crate::model::{Api, Endpoint, Grant, Parameter};
use crate::name::{camel, plain};

/// A builder: the plain one of an endpoint, or that of a grant.
pub(super) struct Builder<'a> {
    pub(super) api: &'a Api,
    pub(super) endpoint: &'a Endpoint,
    pub(super) name: Ident,
    /// What the caller has to give.
    pub(super) required: Vec<&'a Parameter>,
    /// The type parameters: one per required parameter, and one for credentials of the call.
    pub(super) states: Vec<Ident>,
    /// What the caller may give.
    pub(super) optional: Vec<&'a Parameter>,
    pub(super) docs: docs::Docs<'a>,
}

impl<'a> Builder<'a> {
    /// The plain builder of an endpoint.
    pub(super) fn of_endpoint(api: &'a Api, endpoint: &'a Endpoint) -> Self {
        let required: Vec<&Parameter> = endpoint.required().collect();
        Builder {
            api,
            endpoint,
            name: endpoint.named("Request"),
            states: states(endpoint, &required),
            required,
            optional: endpoint.settable().filter(|parameter| !parameter.is_required()).collect(),
            docs: docs::for_request(api, endpoint),
        }
    }

    /// The builder of a grant, which asks for what the grant needs.
    pub(super) fn of_grant(api: &'a Api, endpoint: &'a Endpoint, grant: &Grant) -> Self {
        let link = docs::link(api, endpoint);
        let text = format!("A call of {link} with the grant `{}`, not sent yet.", grant.named);
        let parameters = |indices: &[usize]| -> Vec<&'a Parameter> {
            indices.iter().filter_map(|index| endpoint.parameters.get(*index)).collect()
        };
        let required = parameters(&grant.required);
        Builder {
            api,
            endpoint,
            name: endpoint.named(&format!("{}Request", camel(&plain(&grant.entry)))),
            states: states(endpoint, &required),
            required,
            optional: parameters(&grant.optional),
            docs: docs::line(&text),
        }
    }

    /// The bounds under which the builder is complete.
    pub(super) fn complete(&self) -> TokenStream {
        let Self { endpoint, required, states, .. } = self;
        if states.is_empty() {
            return TokenStream::new();
        }
        let given = required.iter().map(|parameter| {
            let place = parameter.ident.span();
            (endpoint.given(parameter), place)
        });
        let own =
            endpoint.own_credentials.then(|| (endpoint.given_credentials(), endpoint.ident.span()));
        let (given, asked): (Vec<Ident>, Vec<Ident>) = given
            .chain(own)
            .zip(states)
            .map(|((given, place), state)| (located(&given, place), located(state, place)))
            .unzip();
        quote! { where #(#asked: #given),* }
    }
}

/// The type parameters of a builder.
fn states(endpoint: &Endpoint, required: &[&Parameter]) -> Vec<Ident> {
    let own = endpoint.own_credentials.then(|| Ident::new("CredentialsAre", endpoint.ident.span()));
    required.iter().map(|parameter| parameter.state()).chain(own).collect()
}

/// The type of the builder with these states replaced.
pub(super) struct Next<'a> {
    pub(super) builder: &'a Builder<'a>,
    pub(super) set: &'a [Ident],
}

impl ToTokens for Next<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Builder { api, name, states, .. } = self.builder;
        name.to_tokens(tokens);
        tokens.append(Punct::new('<', Spacing::Alone));
        for state in states {
            if self.set.contains(state) {
                api.runtime.item(&["__private", "Set"], Span::call_site()).to_tokens(tokens);
            } else {
                state.to_tokens(tokens);
            }
            tokens.append(Punct::new(',', Spacing::Alone));
        }
        tokens.append(Punct::new('>', Spacing::Alone));
    }
}

/// A name at a place: the compiler shows what it asks of a builder there.
pub(super) fn located(name: &Ident, place: Span) -> Ident {
    let mut located = name.clone();
    located.set_span(place);
    located
}
