//! The description of the API and of its endpoints, as constants.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::keys::{CallbackWord, TimeWord, TokenMember};
use crate::model::{
    Alternatives, Api, Base, Body, CallbackNames, Endpoint, EndpointBase, Filled, Grant, ListStyle,
    Location, Need, Refusal, Response, Scheme, Token, Value,
};
use crate::paths::Runtime;

// Expands to:
//
//     &Api::new("Usps", Base::Urls(&[..]), &[], &[<UspsPostCodeParameters as Parameters<_>>::ENDPOINT, ..])
pub(super) fn describe_api(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    let name = crate::name::plain(&api.ident);
    let base = describe_base(api);
    let headers = describe_pairs(&api.headers);
    let endpoints = api.endpoints.iter().map(|endpoint| {
        let parameters = endpoint.named("Parameters");
        quote! { <#parameters as #runtime::Parameters<_>>::ENDPOINT }
    });
    let bases = describe_named_bases(api);
    quote! { &#runtime::__private::Api::new(#name, #base, #headers, &[#(#endpoints),*]) #bases }
}

/// The bases beside that of the API, if there are any.
fn describe_named_bases(api: &Api) -> Option<TokenStream> {
    let runtime = &api.runtime;
    let bases = api.bases.iter().map(|base| {
        let name = &base.name;
        let urls = describe_pairs(&base.urls);
        quote! { #runtime::__private::NamedBase::new(#name, #urls) }
    });
    (!api.bases.is_empty()).then(|| quote! { .with_bases(&[#(#bases),*]) })
}

fn describe_base(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    match &api.base {
        Base::Url(url) => quote! { #runtime::__private::DeclaredBase::Urls(&[("", #url)]) },
        Base::Urls(urls) => {
            let urls = urls.iter().map(|named| {
                let name = crate::name::plain(&named.name);
                let url = &named.url;
                quote! { (#name, #url) }
            });
            quote! { #runtime::__private::DeclaredBase::Urls(&[#(#urls),*]) }
        }
        Base::Path(path) => quote! { #runtime::__private::DeclaredBase::Path(#path) },
        Base::None => quote! { #runtime::__private::DeclaredBase::None },
    }
}

fn describe_pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote! { (#name, #value) });
    quote! { &[#(#pairs),*] }
}

// Expands to:
//
//     &Endpoint {
//         name: "post_revoke",
//         index: 2,
//         method: &Method::POST,
//         path: "/revoke",
//         parameters: __parameters! { "token" "token": Body Required secret = true, },
//         ..Endpoint::FORM
//     }
pub(super) fn describe_endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let index = Literal::usize_unsuffixed(endpoint.index);
    let name = crate::name::plain(&endpoint.ident);
    let method = Ident::new(&endpoint.method, endpoint.ident.span());
    let path = &endpoint.path;
    let differences = differences(runtime, endpoint);
    quote! {
        &#runtime::__private::Endpoint {
            name: #name,
            index: #index,
            method: &#runtime::http::Method::#method,
            path: #path,
            #(#differences,)*
            ..#runtime::__private::Endpoint::FORM
        }
    }
}

/// What an endpoint does not share with a form that is answered with JSON. Each field that is not written spares the compiler
/// the evaluation of a constant.
fn differences(runtime: &Runtime, endpoint: &Endpoint) -> Vec<TokenStream> {
    let mut differences = Vec::new();
    let base = match &endpoint.base {
        EndpointBase::Api => None,
        EndpointBase::Named { name, .. } => Some(quote! { Named(#name) }),
        EndpointBase::Metadata(word) => Some(quote! { Metadata(#word) }),
        EndpointBase::Parameter(word) => Some(quote! { Given(#word) }),
    };
    differences.extend(base.map(|base| quote! { base: #runtime::__private::EndpointBase::#base }));
    if !endpoint.parameters.is_empty() {
        differences.push(describe_parameters(runtime, endpoint));
    }
    if !endpoint.auth.is_none() {
        let auth = describe_auth(runtime, &endpoint.auth);
        differences.push(quote! { auth: #auth });
    }
    if !matches!(endpoint.bodies.as_slice(), [Body::Form]) {
        let bodies = endpoint.bodies.iter().map(|body| match body {
            Body::Form => quote! { #runtime::__private::BodyKind::Form },
            Body::Json => quote! { #runtime::__private::BodyKind::Json },
        });
        differences.push(quote! { bodies: &[#(#bodies),*] });
    }
    if !endpoint.headers.is_empty() {
        let headers = describe_pairs(&endpoint.headers);
        differences.push(quote! { headers: #headers });
    }
    let response = match &endpoint.response {
        Response::Nothing => Some(quote! { Nothing }),
        Response::Json(_) => None,
        Response::Redirect(_) => Some(quote! { Redirect }),
        Response::RedirectOrNothing(_) => Some(quote! { RedirectOrNothing }),
        Response::RedirectOrJson(_) => Some(quote! { RedirectOrJson }),
        Response::JsonOrNothing(_) => Some(quote! { JsonOrNothing }),
        Response::RedirectOrJsonOrNothing(_) => Some(quote! { RedirectOrJsonOrNothing }),
        Response::Text(_) => Some(quote! { Text }),
        Response::Bytes(_) => Some(quote! { Bytes }),
        Response::Browser => Some(quote! { Browser }),
    };
    differences
        .extend(response.map(|kind| quote! { response: #runtime::__private::ResponseKind::#kind }));
    if !endpoint.asks_for_json() {
        differences.push(quote! { asks_for_json: false });
    }
    if !endpoint.grants.is_empty() {
        let grants = endpoint.grants.iter().map(|it| describe_grant(runtime, it));
        differences.push(quote! { grants: &[#(#grants),*] });
    }
    if let Some(token) = &endpoint.token {
        let token = describe_token(runtime, token);
        differences.push(quote! { token: ::core::option::Option::Some(#token) });
    }
    if !endpoint.deviations.is_empty() {
        let deviations = &endpoint.deviations;
        differences.push(quote! { deviations: &[#(#deviations),*] });
    }
    if endpoint.two_client_authentications {
        differences.push(quote! { two_client_authentications: true });
    }
    let filled = [("client_id", endpoint.client_id), ("client_secret", endpoint.client_secret)];
    for (name, place) in filled {
        let Some(place) = place.map(Literal::usize_unsuffixed) else { continue };
        let name = Ident::new(name, Span::call_site());
        differences.push(quote! { #name: ::core::option::Option::Some(#place) });
    }
    differences.extend(describe_lists(runtime, endpoint));
    if let Some(separator) = &endpoint.scope_separator {
        differences.push(quote! { scope_separator: ::core::option::Option::Some(#separator) });
    }
    if let Some(fragment) = &endpoint.fragment {
        differences.push(quote! { fragment: ::core::option::Option::Some(#fragment) });
    }
    if let Some(names) = &endpoint.callback {
        let names = describe_callback(runtime, names);
        differences.push(quote! { callback: ::core::option::Option::Some(#names) });
    }
    if !endpoint.response_headers.is_empty() {
        let headers = endpoint.response_headers.iter().map(|header| {
            let (name, type_name) = (&header.name, header.type_name());
            quote! { #runtime::__private::ResponseHeaderInfo::new(#name, #type_name) }
        });
        differences.push(quote! { response_headers: &[#(#headers),*] });
    }
    if let Some(refusal) = &endpoint.refusal {
        let refusal = describe_refusal(runtime, refusal);
        differences.push(quote! { refusal: ::core::option::Option::Some(#refusal) });
    }
    if !endpoint.reason.is_empty() {
        let ways = &endpoint.reason;
        differences.push(quote! { reason: &[#(&[#(#ways),*]),*] });
    }
    differences
}

/// The lists among the parameters, each by its place.
fn describe_lists(runtime: &Runtime, endpoint: &Endpoint) -> Option<TokenStream> {
    let lists = endpoint.parameters.iter().enumerate().filter_map(|(index, parameter)| {
        let index = Literal::usize_unsuffixed(index);
        let style = match parameter.list.as_ref()? {
            ListStyle::Repeated => quote! { Repeated },
            ListStyle::Joined(separator) => quote! { Joined(#separator) },
        };
        Some(quote! { (#index, #runtime::__private::ListStyle::#style) })
    });
    let lists: Vec<TokenStream> = lists.collect();
    (!lists.is_empty()).then(|| quote! { lists: &[#(#lists),*] })
}

// Expands to:
//
//     CallbackNames { code: Some("spapi_oauth_code"), ..CallbackNames::OF_THE_RFCS }
pub(super) fn describe_callback(runtime: &Runtime, names: &CallbackNames) -> TokenStream {
    let CallbackNames { names, scope_separator } = names;
    let fields = names.iter().map(|(word, name)| {
        let field = Ident::new(word.name().unwrap_or_default(), Span::call_site());
        match (word, name) {
            (CallbackWord::Code, Some(name)) => {
                quote! { #field: ::core::option::Option::Some(#name), }
            }
            (_, Some(name)) => quote! { #field: #name, },
            (_, None) => quote! { #field: ::core::option::Option::None, },
        }
    });
    let separator = scope_separator
        .iter()
        .map(|separator| quote! { scope_separator: ::core::option::Option::Some(#separator), });
    quote! {
        #runtime::__private::CallbackNames {
            #(#fields)*
            #(#separator)*
            ..#runtime::__private::CallbackNames::OF_THE_RFCS
        }
    }
}

// Expands to:
//
//     TokenResponse {
//         places: &[TokenPlace { member: TokenMember::AccessToken, place: &["data", "access_token"], time: TimeFormat::Seconds }],
//         ..TokenResponse::STANDARD
//     }
fn describe_token(runtime: &Runtime, token: &Token) -> TokenStream {
    let Token { default_expires_in, places, spent } = token;
    let mut differences = Vec::new();
    if let Some(seconds) = default_expires_in.map(Literal::u32_unsuffixed) {
        differences.push(quote! { default_expires_in: ::core::option::Option::Some(#seconds) });
    }
    if !places.is_empty() {
        let places = places.iter().map(|place| {
            let member = Ident::new(
                match place.member {
                    TokenMember::AccessToken => "AccessToken",
                    TokenMember::TokenType => "Kind",
                    TokenMember::RefreshToken => "RefreshToken",
                    TokenMember::ExpiresIn => "ExpiresIn",
                    TokenMember::ExpiresAt => "ExpiresAt",
                    TokenMember::Scope => "Scope",
                },
                Span::call_site(),
            );
            let time = Ident::new(
                match place.time {
                    TimeWord::Seconds => "Seconds",
                    TimeWord::Milliseconds => "Milliseconds",
                    TimeWord::Iso8601 => "Iso8601",
                },
                Span::call_site(),
            );
            let way = &place.way;
            quote! {
                #runtime::__private::TokenPlace {
                    member: #runtime::__private::TokenMember::#member,
                    place: &[#(#way),*],
                    time: #runtime::__private::TimeFormat::#time,
                }
            }
        });
        differences.push(quote! { places: &[#(#places),*] });
    }
    if !spent.is_empty() {
        differences.push(quote! { spent: &[#(#spent),*] });
    }
    if differences.is_empty() {
        return quote! { #runtime::__private::TokenResponse::STANDARD };
    }
    quote! {
        #runtime::__private::TokenResponse {
            #(#differences,)*
            ..#runtime::__private::TokenResponse::STANDARD
        }
    }
}

fn describe_refusal(runtime: &Runtime, refusal: &Refusal) -> TokenStream {
    let Refusal { member, except, code, description } = refusal;
    let except = except.iter().map(|value| {
        let value = describe_value(runtime, value);
        quote! { except: ::core::option::Option::Some(#value), }
    });
    let code = code.iter().map(|way| quote! { code: &[#(#way),*], });
    let description = description.iter().map(|way| quote! { description: &[#(#way),*], });
    quote! {
        #runtime::__private::Refusal {
            member: &[#(#member),*],
            #(#except)*
            #(#code)*
            #(#description)*
            ..#runtime::__private::Refusal::ANY
        }
    }
}

/// The parameters, as `__parameters` reads them: `"token" "token": Body Required secret = true`.
fn describe_parameters(runtime: &Runtime, endpoint: &Endpoint) -> TokenStream {
    let parameters = &endpoint.parameters;
    let word = |word: &str| Ident::new(word, Span::call_site());
    let names = parameters.iter().map(|parameter| &parameter.name);
    let wires = parameters.iter().map(|parameter| &parameter.wire);
    let locations = parameters.iter().map(|parameter| {
        word(match parameter.location {
            Location::Path => "Path",
            Location::Query => "Query",
            Location::Header => "Header",
            Location::Cookie => "Cookie",
            Location::Body => "Body",
            Location::WholeBody => "WholeBody",
            Location::Url => "Url",
        })
    });
    let needs = parameters.iter().map(|parameter| {
        word(match parameter.need {
            Need::Required if parameter.filled == Filled::Always => "Credentials",
            Need::Required => "Required",
            Need::Optional => "Optional",
            Need::ServerDefault(_) => "ServerDefault",
            Need::Default(_) => "Default",
            Need::Constant(_) => "Constant",
        })
    });
    let values = parameters.iter().map(|parameter| match &parameter.need {
        Need::Required | Need::Optional => None,
        Need::ServerDefault(value) => {
            let text = value.text();
            Some(quote! { (#text) })
        }
        Need::Default(value) | Need::Constant(value) => {
            let value = describe_value(runtime, value);
            Some(quote! { (#value) })
        }
    });
    let secrets = parameters.iter().map(|parameter| parameter.secret);
    quote! {
        parameters: #runtime::__parameters! {
            #(#names #wires: #locations #needs #values secret = #secrets,)*
        }
    }
}

fn describe_value(runtime: &Runtime, value: &Value) -> TokenStream {
    match value {
        Value::Text(text) => quote! { #runtime::__private::Literal::Text(#text) },
        Value::Bare(text) => quote! { #runtime::__private::Literal::Unquoted(#text) },
    }
}

fn describe_auth(runtime: &Runtime, alternatives: &Alternatives) -> TokenStream {
    let alternatives = alternatives.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| match scheme {
            Scheme::Basic => quote! { #runtime::__private::Scheme::Basic },
            Scheme::ClientSecretBasic => quote! { #runtime::__private::Scheme::ClientSecretBasic },
            Scheme::Bearer => quote! { #runtime::__private::Scheme::Bearer },
            Scheme::Header { name, .. } => quote! { #runtime::__private::Scheme::Header(#name) },
            Scheme::ClientBasic => quote! { #runtime::__private::Scheme::ClientBasic },
            Scheme::ClientSecretPost => quote! { #runtime::__private::Scheme::ClientSecretPost },
            Scheme::ClientId => quote! { #runtime::__private::Scheme::ClientId },
            Scheme::Prefixed { prefix, .. } => {
                quote! { #runtime::__private::Scheme::Prefixed(#prefix) }
            }
            Scheme::PrefixedSecret { prefix } => {
                quote! { #runtime::__private::Scheme::PrefixedSecret(#prefix) }
            }
        });
        quote! { &[#(#schemes),*] }
    });
    quote! { &[#(#alternatives),*] }
}

fn describe_grant(runtime: &Runtime, grant: &Grant) -> TokenStream {
    let Grant { named, needs, may, .. } = grant;
    let rotates = grant.rotates.then(|| quote! { .rotating() });
    let reuse = grant.reuse_within.map(|seconds| {
        let seconds = Literal::u32_unsuffixed(seconds);
        quote! { .reusable_within(#seconds) }
    });
    quote! { #runtime::__private::GrantInfo::new(#named, &[#(#needs),*], &[#(#may),*]) #rotates #reuse }
}
