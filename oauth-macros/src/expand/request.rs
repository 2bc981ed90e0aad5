//! Request builders: setters, the ways to finish, and the entries of grants.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{credentials, docs, grant};
use crate::model::{Answer, Api, Endpoint, Parameter};
use crate::paths;

/// A builder: the plain one of an endpoint, or that of a grant.
pub(super) struct Builder<'a> {
    pub(super) api: &'a Api,
    pub(super) endpoint: &'a Endpoint,
    pub(super) name: Ident,
    /// What the caller has to give.
    pub(super) required: Vec<&'a Parameter>,
    /// What the caller may give.
    pub(super) optional: Vec<&'a Parameter>,
    pub(super) docs: TokenStream,
}

/// Emits the plain builder of an endpoint.
pub(super) fn request(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let builder = Builder {
        api,
        endpoint,
        name: api.of_endpoint(endpoint, "Request"),
        required: endpoint.required().collect(),
        optional: endpoint.settable().filter(|parameter| !parameter.is_required()).collect(),
        docs: docs::request(api, endpoint),
    };
    let entries = endpoint.grants.iter().map(|grant| grant::entry(&builder, grant));
    let entries = if endpoint.grants.is_empty() {
        TokenStream::new()
    } else {
        let name = &builder.name;
        let states = builder.states();
        let unused = api.may_be_unused();
        quote! { #unused impl<#(#states),*> #name<#(#states),*> { #(#entries)* } }
    };
    let Builder { name, .. } = &builder;
    let Api { runtime, .. } = api;
    let description = api.description(endpoint);
    let draft = api.of_endpoint(endpoint, "Draft");
    let rest = self::builder(&builder);
    let unused = api.may_be_unused();
    quote! {
        #rest

        #unused
        impl #name {
            fn __new(client: &#runtime::__private::Client) -> Self {
                Self {
                    call: #runtime::__private::Call::new(client, &#description),
                    draft: #draft::EMPTY,
                    state: ::core::marker::PhantomData,
                }
            }
        }

        #entries
    }
}

impl Builder<'_> {
    /// The type parameters, one per required parameter, and one for credentials of the call.
    pub(super) fn states(&self) -> Vec<Ident> {
        let mut states: Vec<Ident> =
            self.required.iter().map(|parameter| parameter.state()).collect();
        if self.endpoint.own_credentials {
            states.push(Ident::new("CredentialsAre", self.endpoint.ident.span()));
        }
        states
    }

    /// The bounds under which the builder is complete.
    fn complete(&self) -> TokenStream {
        let mut bounds: Vec<TokenStream> = Vec::new();
        for parameter in &self.required {
            let state = parameter.state();
            let given = self.api.given(self.endpoint, parameter);
            bounds.push(paths::at(quote! { #state: #given }, parameter.ident.span()));
        }
        if self.endpoint.own_credentials {
            let given = self.api.given_credentials(self.endpoint);
            let credentials = Ident::new("CredentialsAre", self.endpoint.ident.span());
            bounds.push(paths::at(quote! { #credentials: #given }, self.endpoint.ident.span()));
        }
        if bounds.is_empty() {
            TokenStream::new()
        } else {
            quote! { where #(#bounds),* }
        }
    }

    /// The builder in its next state.
    fn moved(&self) -> TokenStream {
        let name = &self.name;
        quote! { #name { call: self.call, draft: self.draft, state: ::core::marker::PhantomData } }
    }

    /// The type with one state replaced.
    fn with(&self, replaced: &Ident) -> TokenStream {
        let runtime = &self.api.runtime;
        let states = self.states().into_iter().map(|state| {
            if state == *replaced {
                quote! { #runtime::Set }
            } else {
                quote! { #state }
            }
        });
        let name = &self.name;
        quote! { #name<#(#states),*> }
    }
}

// Expands to:
//
//     /// A call of [`post_revoke`](UspsClient::post_revoke), not sent yet.
//     #[must_use = "a request does nothing until it is sent: end it with `.send()`"]
//     pub struct UspsPostRevokeRequest<TokenIs = Missing> { call: Call, draft: UspsPostRevokeDraft, state: PhantomData<..> }
pub(super) fn builder(builder_of: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, name, docs, .. } = builder_of;
    let Api { runtime, vis, .. } = api;
    let draft = api.of_endpoint(endpoint, "Draft");
    let states = builder_of.states();
    let end = if endpoint.is_browser() { "url" } else { "send" };
    let must_use = format!("a request does nothing until it is sent: end it with `.{end}()`");
    let required = builder_of.required.iter().map(|parameter| required(builder_of, parameter));
    let optional = builder_of.optional.iter().map(|parameter| optional(builder_of, parameter));
    let pkce = pkce(builder_of);
    let options = options(builder_of);
    let ends = ends(builder_of);
    let shown = name.to_string();
    let unused = api.may_be_unused();
    let builder = quote! {
        #vis struct #name<#(#states = #runtime::Missing),*> {
            call: #runtime::__private::Call,
            draft: #draft,
            state: ::core::marker::PhantomData<fn() -> (#(#states,)*)>,
        }
    };
    // Where the compiler shows the type of a request, it shows the endpoint.
    let builder = paths::located_at(builder, endpoint.ident.span());
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
                f.debug_struct(#shown).field("client", &self.call).finish_non_exhaustive()
            }
        }

    }
}

fn required(builder: &Builder<'_>, parameter: &Parameter) -> TokenStream {
    let runtime = &builder.api.runtime;
    let Parameter { ident, ty, .. } = parameter;
    let setter = parameter.setter();
    let state = parameter.state();
    let docs = docs::parameter(parameter, &setter);
    let next = builder.with(&state);
    let given = parameter.argument();
    let (argument, value) = taken(runtime, ty, &given);
    let moved = builder.moved();
    let not_set = paths::at(quote! { #state: #runtime::NotSet }, ident.span());
    let this = paths::located_at(quote! { mut self }, ident.span());
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> #next
        where
            #not_set,
        {
            self.draft.#ident = ::core::option::Option::Some(#value);
            #moved
        }
    }
}

/// What the setter of a required parameter takes, and how that becomes the value.
fn taken(runtime: &TokenStream, ty: &Type, ident: &Ident) -> (TokenStream, TokenStream) {
    let Type::Path(path) = ty else { return (quote! { #ty }, quote! { #ident }) };
    let name =
        path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let primitive = [
        "bool", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    if primitive.contains(&name.as_str()) {
        return (quote! { #ty }, quote! { #ident });
    }
    if let ("Vec", Some(item)) = (name.as_str(), item(path)) {
        return (
            quote! { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>> },
            quote! { ::core::iter::Iterator::collect(::core::iter::Iterator::map(::core::iter::IntoIterator::into_iter(#ident), ::core::convert::Into::into)) },
        );
    }
    let required = paths::at(quote! { #runtime::Required }, ident.span());
    (
        quote_spanned! { ident.span() => impl #required<#ty> },
        quote! { #runtime::Required::into_value(#ident) },
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

fn optional(builder: &Builder<'_>, parameter: &Parameter) -> TokenStream {
    let runtime = &builder.api.runtime;
    let Parameter { ident, ty, .. } = parameter;
    let setter = parameter.setter();
    let docs = docs::parameter(parameter, &setter);
    let this = paths::located_at(quote! { mut self }, ident.span());
    let taken = paths::at(quote! { #runtime::Optional }, ident.span());
    let argument = quote_spanned! { ident.span() => impl #taken<#ty> };
    let given = parameter.argument();
    quote! {
        #docs
        pub fn #setter(#this, #given: #argument) -> Self {
            self.draft.#ident = #runtime::Optional::into_option(#given);
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
                self.call.body(#runtime::__private::BodyKind::Json);
                self
            }

            /// Sends the body as `application/x-www-form-urlencoded`.
            pub fn form(mut self) -> Self {
                self.call.body(#runtime::__private::BodyKind::Form);
                self
            }
        }
    } else {
        TokenStream::new()
    };
    let extra = quote! {
        /// Adds a parameter that the declaration does not have, to the body or else to the query.
        ///
        /// A name that is declared is refused when the call is made.
        pub fn extra(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<#runtime::__private::SecretString>,
        ) -> Self {
            self.call.extra(name, value);
            self
        }
    };
    if endpoint.is_browser() {
        return extra;
    }
    let auth = if endpoint.auth.is_none() { TokenStream::new() } else { auth(builder) };
    quote! {
        #bodies
        #auth
        #extra

        /// Adds a header that the declaration does not have. One that is set already is refused when the call is made.
        pub fn extra_header(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<#runtime::__private::SecretString>,
        ) -> Self {
            self.call.extra_header(name, value);
            self
        }

        /// Sets the time for this call, connection and body included, in place of the client's.
        pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.call.timeout(timeout);
            self
        }

        #runtime::__if_reqwest! {
            /// Has this call repeated as told, as far as the declaration lets it be, in place of what the client says.
            pub fn retry(mut self, retry: #runtime::Retry) -> Self {
                self.call.retry(retry);
                self
            }
        }
    }
}

fn auth(builder: &Builder<'_>) -> TokenStream {
    let Builder { api, endpoint, .. } = builder;
    let runtime = &api.runtime;
    let ty = credentials::type_of_endpoint(api, endpoint);
    let set = quote! {
        self.call.auth(&#runtime::IntoCredentials::<#ty>::into_credentials(credentials));
    };
    let place = endpoint.ident.span();
    let argument = paths::at(quote! { impl #runtime::IntoCredentials<#ty> }, place);
    if endpoint.own_credentials {
        let state = Ident::new("CredentialsAre", endpoint.ident.span());
        let next = builder.with(&state);
        let moved = builder.moved();
        let not_set = paths::at(quote! { CredentialsAre: #runtime::NotSet }, place);
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
    let end = |name: &str| Ident::new(name, endpoint.ident.span());
    let [send, send_with_meta, prepare, build, url, parameters] =
        ["send", "send_with_meta", "prepare", "build", "url", "parameters"].map(end);
    let prepared = quote! {
        /// Encodes the request without sending it.
        ///
        /// # Errors
        ///
        /// `Error::Build` where a value cannot be sent.
        pub fn #prepare(self) -> ::core::result::Result<#runtime::PreparedRequest, #runtime::Error> #complete {
            match self.draft.finish() {
                ::core::result::Result::Ok(parameters) => self.call.prepare(&parameters.__slots()),
                ::core::result::Result::Err(missing) => ::core::result::Result::Err(self.call.missing(missing)),
            }
        }
    };
    let opened = if endpoint.has_no_body() {
        let text = if endpoint.is_browser() {
            docs::line("Returns the URL to open in a browser. Nothing is sent.")
        } else {
            docs::line("Returns the URL of the request without sending it.")
        };
        quote! {
            #text
            ///
            /// # Errors
            ///
            /// `Error::Build` where a value cannot be sent.
            pub fn #url(self) -> ::core::result::Result<#runtime::__private::Url, #runtime::Error> #complete {
                self.prepare().map(#runtime::PreparedRequest::into_url)
            }
        }
    } else {
        let never = paths::at(
            quote! { Self: for<'never> #runtime::FitsIntoUrl<'never> },
            endpoint.ident.span(),
        );
        quote! {
            #[doc(hidden)]
            pub fn #url(self) -> ::core::result::Result<#runtime::__private::Url, #runtime::Error>
            where
                #never,
            {
                ::core::result::Result::Err(self.call.missing(""))
            }
        }
    };
    if endpoint.is_browser() {
        let never = paths::at(
            quote! { Self: for<'never> #runtime::MayBeSent<'never> },
            endpoint.ident.span(),
        );
        return quote! {
            #opened
            #prepared

            #[doc(hidden)]
            pub fn #send(self) -> #runtime::Sending<()>
            where
                #never,
            {
                self.call.not_sent("", #runtime::read_nothing)
            }
        };
    }
    let (value, decode) = answer(runtime, &endpoint.answer);
    let docs = docs::send(endpoint);
    let owned = api.of_endpoint(endpoint, "Parameters");
    quote! {
        #docs
        pub fn #send(self) -> #runtime::Sending<#value> #complete {
            match self.draft.finish() {
                ::core::result::Result::Ok(parameters) => self.call.send(&parameters.__slots(), #decode),
                ::core::result::Result::Err(missing) => self.call.not_sent(missing, #decode),
            }
        }

        /// Sends the request, once, and returns status and headers with the value.
        ///
        /// # Errors
        ///
        /// As `send`.
        pub fn #send_with_meta(self) -> #runtime::SendingWithMeta<#value> #complete {
            self.send().with_meta()
        }

        #prepared

        /// Returns the request without sending it: to look at it, to sign it, or for another HTTP client.
        ///
        /// # Errors
        ///
        /// `Error::Build` where a value cannot be sent.
        pub fn #build(
            self,
        ) -> ::core::result::Result<#runtime::__private::Request<#runtime::__private::Bytes>, #runtime::Error> #complete {
            self.prepare()?.into_http()
        }

        #opened

        /// Returns the parameters, for whoever implements the trait.
        ///
        /// # Errors
        ///
        /// None that the compiler does not tell first.
        pub fn #parameters(self) -> ::core::result::Result<#owned, #runtime::Error> #complete {
            match self.draft.finish() {
                ::core::result::Result::Ok(parameters) => ::core::result::Result::Ok(parameters),
                ::core::result::Result::Err(missing) => ::core::result::Result::Err(self.call.missing(missing)),
            }
        }
    }
}

/// The type of an answer, and the function that reads it.
pub(super) fn answer(runtime: &TokenStream, answer: &Answer) -> (TokenStream, TokenStream) {
    let read = |function: &str, ty: &Type| {
        // With the span of the type, where a type that cannot be read is reported.
        let span = paths::place(ty);
        let function = Ident::new(function, span);
        let runtime = paths::at(runtime.clone(), span);
        (quote! { #ty }, quote_spanned! { span => #runtime::#function })
    };
    match answer {
        Answer::Nothing => (quote! { () }, quote! { #runtime::read_nothing }),
        Answer::Json(ty) => read("read_json", ty),
        Answer::Redirect(ty) => read("read_redirect", ty),
        Answer::RedirectOrNothing(ty) => read("read_redirect_or_nothing", ty),
        Answer::RedirectOrJson(ty) => read("read_redirect_or_json", ty),
        Answer::Browser => {
            (quote! { #runtime::RedirectOr<()> }, quote! { #runtime::read_redirect_or_nothing })
        }
    }
}
