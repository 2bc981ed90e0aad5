//! Request builders: setters, the ways to finish, and the entries of grants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{credentials, docs, grant};
use crate::model::{Answer, Api, Endpoint, Parameter};
use crate::paths::{self, Runtime};

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

/// Emits the plain builder of an endpoint.
pub(super) fn request(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let required: Vec<&Parameter> = endpoint.required().collect();
    let builder = Builder {
        api,
        endpoint,
        name: endpoint.named("Request"),
        states: states(endpoint, &required),
        required,
        optional: endpoint.settable().filter(|parameter| !parameter.is_required()).collect(),
        docs: docs::request(api, endpoint),
    };
    let rest = self::builder(&builder);
    if endpoint.grants.is_empty() {
        return rest;
    }
    let entries = endpoint.grants.iter().map(|grant| grant::entry(&builder, grant));
    let Builder { name, states, .. } = &builder;
    let unused = api.may_be_unused();
    quote! {
        #rest

        #unused
        impl<#(#states),*> #name<#(#states),*> {
            #(#entries)*
        }
    }
}

/// The type parameters of a builder.
pub(super) fn states(endpoint: &Endpoint, required: &[&Parameter]) -> Vec<Ident> {
    let own = endpoint.own_credentials.then(|| Ident::new("CredentialsAre", endpoint.ident.span()));
    required.iter().map(|parameter| parameter.state()).chain(own).collect()
}

impl Builder<'_> {
    /// The bounds under which the builder is complete.
    fn complete(&self) -> TokenStream {
        let Self { endpoint, required, states, .. } = self;
        if states.is_empty() {
            return TokenStream::new();
        }
        let given = required.iter().map(|parameter| {
            let place = parameter.ident.span();
            (endpoint.given(parameter), place)
        });
        let own = (endpoint.given_credentials(), endpoint.ident.span());
        let bounds = given.chain([own]).zip(states).map(|((mut given, place), state)| {
            let mut state = state.clone();
            state.set_span(place);
            given.set_span(place);
            quote_spanned! { place => #state: #given }
        });
        quote! { where #(#bounds),* }
    }

    /// The builder in its next state.
    fn moved(&self) -> TokenStream {
        let name = &self.name;
        quote! { #name { call: self.call, draft: self.draft, state: ::core::marker::PhantomData } }
    }

    /// The type with one state replaced.
    fn with(&self, replaced: &Ident) -> TokenStream {
        let runtime = &self.api.runtime;
        let name = &self.name;
        let (before, after) = self
            .states
            .split_at(self.states.iter().position(|state| state == replaced).unwrap_or_default());
        let after = after.iter().skip(1);
        quote! { #name<#(#before,)* #runtime::Set #(, #after)*> }
    }
}

// Expands to:
//
//     /// A call of [`post_revoke`](UspsClient::post_revoke), not sent yet.
//     #[must_use = "a request does nothing until it is sent: end it with `.send()`"]
//     pub struct UspsPostRevokeRequest<TokenIs = Missing> { call: Call, draft: UspsPostRevokeDraft, state: PhantomData<..> }
pub(super) fn builder(builder_of: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, name, states, docs, .. } = builder_of;
    let Api { runtime, vis, .. } = api;
    let draft = endpoint.named("Draft");
    let end = if endpoint.is_browser() { "url" } else { "send" };
    let must_use = format!("a request does nothing until it is sent: end it with `.{end}()`");
    let required = builder_of.required.iter().zip(states);
    let required = required.map(|(parameter, state)| required_setter(builder_of, parameter, state));
    let optional =
        builder_of.optional.iter().map(|parameter| optional_setter(builder_of, parameter));
    let pkce = pkce(builder_of);
    let options = options(builder_of);
    let ends = ends(builder_of);
    let shown = name.to_string();
    let unused = api.may_be_unused();
    // Where the compiler shows the type of a request, it shows the endpoint.
    let place = paths::generated_at(endpoint.ident.span());
    let builder = quote_spanned! { place =>
        #vis struct #name<#(#states = #runtime::Missing),*> {
            call: #runtime::__private::Call,
            draft: #draft,
            state: ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
        }
    };
    quote! {
        #docs
        #[must_use = #must_use]
        #unused
        #builder

        #unused
        impl<#(#states),*> #name<#(#states),*> {
            #(#required)*
            #(#optional)*
            #pkce
            #options
            #ends
        }

        impl<#(#states),*> ::core::fmt::Debug for #name<#(#states),*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_request(f, #shown, &self.call)
            }
        }
    }
}

fn required_setter(builder: &Builder<'_>, parameter: &Parameter, state: &Ident) -> TokenStream {
    let runtime = &builder.api.runtime;
    let ident = &parameter.ident;
    let setter = parameter.setter();
    let docs = docs::parameter(parameter, &setter);
    let next = builder.with(state);
    let given = parameter.argument();
    let (argument, set) = taken(runtime, parameter, &given);
    let moved = builder.moved();
    let not_set = not_set(runtime, state, ident.span());
    let this = this(ident);
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> #next
        where
            #not_set,
        {
            #set
            #moved
        }
    }
}

/// The bound that a parameter is set once, told at its place.
fn not_set(runtime: &Runtime, state: &Ident, place: Span) -> TokenStream {
    let mut state = state.clone();
    state.set_span(place);
    let runtime = runtime.at(place);
    quote_spanned! { place => #state: #runtime::NotSet }
}

/// The receiver of a setter. Where the compiler shows it, it shows the parameter.
fn this(parameter: &Ident) -> TokenStream {
    quote_spanned! { paths::generated_at(parameter.span()) => mut self }
}

/// What the setter of a required parameter takes, and how that becomes the value.
fn taken(runtime: &Runtime, parameter: &Parameter, given: &Ident) -> (TokenStream, TokenStream) {
    let Parameter { ident, ty, .. } = parameter;
    let as_it_is =
        || (quote! { #ty }, quote! { self.draft.#ident = ::core::option::Option::Some(#given); });
    let Type::Path(path) = ty else { return as_it_is() };
    let name =
        path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let primitive = [
        "bool", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    if primitive.contains(&name.as_str()) {
        return as_it_is();
    }
    if let ("Vec", Some(item)) = (name.as_str(), item(path)) {
        return (
            quote! { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>> },
            quote! { #runtime::__private::set_list(&mut self.draft.#ident, #given); },
        );
    }
    let runtime_here = runtime.at(ident.span());
    (
        quote_spanned! { ident.span() => impl #runtime_here::Required<#ty> },
        quote! { #runtime::__private::set(&mut self.draft.#ident, #given); },
    )
}

fn item(path: &syn::TypePath) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

fn optional_setter(builder: &Builder<'_>, parameter: &Parameter) -> TokenStream {
    let runtime = &builder.api.runtime;
    let Parameter { ident, ty, .. } = parameter;
    let setter = parameter.setter();
    let docs = docs::parameter(parameter, &setter);
    let this = this(ident);
    let runtime_here = runtime.at(ident.span());
    let argument = quote_spanned! { ident.span() => impl #runtime_here::Optional<#ty> };
    let given = parameter.argument();
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> Self {
            #runtime::__private::set_optional(&mut self.draft.#ident, #given);
            self
        }
    }
}

/// One setter for both parameters of PKCE: a challenge without its method would be taken as `plain`.
fn pkce(builder: &Builder<'_>) -> TokenStream {
    let Some((challenge, method)) = builder.endpoint.pkce() else { return TokenStream::new() };
    let is_optional = |wanted: &Parameter| {
        builder.optional.iter().any(|parameter| parameter.ident == wanted.ident)
    };
    if !is_optional(challenge) || !is_optional(method) {
        return TokenStream::new();
    }
    let runtime = &builder.api.runtime;
    let (challenge, method) = (challenge.setter(), method.setter());
    quote! {
        /// Sets `code_challenge` and `code_challenge_method` from a PKCE verifier.
        ///
        /// [RFC 7636, section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)
        pub fn pkce(self, pkce: &#runtime::__private::Pkce) -> Self {
            self.#challenge(pkce.challenge()).#method(pkce.method().as_str())
        }
    }
}

/// What one call can have beyond the declaration.
fn options(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let bodies = if endpoint.has_choice_of_body() {
        quote! {
            /// Sends the body as `application/json`.
            pub fn json(mut self) -> Self {
                #runtime::__private::set_body(&mut self.call, #runtime::__private::BodyKind::Json);
                self
            }

            /// Sends the body as `application/x-www-form-urlencoded`.
            pub fn form(mut self) -> Self {
                #runtime::__private::set_body(&mut self.call, #runtime::__private::BodyKind::Form);
                self
            }
        }
    } else {
        TokenStream::new()
    };
    if endpoint.is_browser() {
        return quote! { #runtime::__extra_parameters!(); };
    }
    let auth = if endpoint.auth.is_none() { TokenStream::new() } else { auth(builder) };
    quote! {
        #bodies
        #auth
        #runtime::__options_of_a_call!();
    }
}

fn auth(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let ty = credentials::type_of_endpoint(api, endpoint);
    let set = quote! {
        #runtime::__private::set_auth(&mut self.call, &#runtime::IntoCredentials::<#ty>::into_credentials(credentials));
    };
    let place = endpoint.ident.span();
    let runtime_here = runtime.at(place);
    let argument = quote_spanned! { place => impl #runtime_here::IntoCredentials<#ty> };
    let own = builder.states.last().filter(|_| endpoint.own_credentials);
    if let Some(state) = own {
        let next = builder.with(state);
        let moved = builder.moved();
        let not_set = not_set(runtime, state, place);
        return quote! {
            /// Sets the credentials of this call: those of the client are of another kind.
            pub fn auth(mut self, credentials: #argument) -> #next
            where
                #not_set,
            {
                #set
                #moved
            }
        };
    }
    quote! {
        /// Sets the credentials of this call, in place of the client's.
        pub fn auth(mut self, credentials: #argument) -> Self {
            #set
            self
        }
    }
}

/// The ways to finish.
fn ends(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let complete = builder.complete();
    let place = endpoint.ident.span();
    let runtime_here = runtime.at(place);
    let end = |name: &str| Ident::new(name, place);
    let [send, prepare, build, url, parameters] =
        ["send", "prepare", "build", "url", "parameters"].map(end);
    let may_fail = "`Error::Build` where a value cannot be sent.";
    let text =
        docs::line("Encodes the request without sending it. It shows no secrets.").errors(may_fail);
    let prepared = quote! {
        #text
        pub fn #prepare(self) -> ::core::result::Result<#runtime::PreparedRequest, #runtime::Error> #complete {
            #runtime::__private::encode(self.call, self.draft)
        }
    };
    let opened = if endpoint.has_no_body() {
        let text = docs::line(if endpoint.is_browser() {
            "Returns the URL to open in a browser. Nothing is sent."
        } else {
            "Returns the URL of the request without sending it."
        })
        .errors(may_fail);
        quote! {
            #text
            pub fn #url(self) -> ::core::result::Result<#runtime::Url, #runtime::Error> #complete {
                #runtime::__private::encode_url(self.call, self.draft)
            }
        }
    } else {
        // For its message only.
        let never =
            quote_spanned! { place => Self: for<'never> #runtime_here::FitsIntoUrl<'never> };
        quote! {
            #[doc(hidden)]
            pub fn #url(self) -> ::core::result::Result<#runtime::Url, #runtime::Error>
            where
                #never,
            {
                #runtime::__private::encode_url(self.call, self.draft)
            }
        }
    };
    let value = answer(runtime, &endpoint.answer);
    if endpoint.is_browser() {
        let never = quote_spanned! { place => Self: for<'never> #runtime_here::MayBeSent<'never> };
        return quote! {
            #opened
            #prepared

            #[doc(hidden)]
            pub fn #send(self) -> #runtime::Sending<#value>
            where
                #never,
            {
                #runtime::__private::refuse(self.call, self.draft)
            }
        };
    }
    let docs = docs::send(endpoint);
    let owned = endpoint.named("Parameters");
    let without_sending = docs::line(
        "Returns the request without sending it: to look at it, to sign it, or for another HTTP client.",
    )
    .errors(may_fail);
    let values = docs::line("Returns the parameters, for whoever implements the trait.")
        .errors("None that the compiler does not tell first.");
    quote! {
        #docs
        pub fn #send(self) -> #runtime::Sending<#value> #complete {
            #runtime::__private::begin(self.call, self.draft)
        }

        #prepared

        #without_sending
        pub fn #build(
            self,
        ) -> ::core::result::Result<#runtime::http::Request<#runtime::bytes::Bytes>, #runtime::Error> #complete {
            #runtime::__private::encode_http(self.call, self.draft)
        }

        #opened

        #values
        pub fn #parameters(self) -> ::core::result::Result<#owned, #runtime::Error> #complete {
            #runtime::__private::values(self.draft)
        }
    }
}

/// The type of an answer.
pub(super) fn answer(runtime: &Runtime, answer: &Answer) -> TokenStream {
    match answer {
        Answer::Nothing => quote! { () },
        Answer::Json(ty)
        | Answer::Redirect(ty)
        | Answer::RedirectOrNothing(ty)
        | Answer::RedirectOrJson(ty) => quote! { #ty },
        Answer::Browser => quote! { #runtime::RedirectOr<()> },
    }
}
