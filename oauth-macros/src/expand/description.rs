//! The description of the API and of its endpoints, as constants.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{
    Alternatives, Api, Base, Body, Endpoint, Grant, Location, Need, Response, Scheme, Value,
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
    quote! { &#runtime::__private::Api::new(#name, #base, #headers, &[#(#endpoints),*]) }
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
        let seconds = match token.default_expires_in.map(Literal::u32_unsuffixed) {
            None => quote! { ::core::option::Option::None },
            Some(seconds) => quote! { ::core::option::Option::Some(#seconds) },
        };
        differences.push(quote! {
            token: ::core::option::Option::Some(#runtime::__private::TokenResponse { default_expires_in: #seconds })
        });
    }
    if !endpoint.deviations.is_empty() {
        let deviations = &endpoint.deviations;
        differences.push(quote! { deviations: &[#(#deviations),*] });
    }
    if endpoint.two_client_authentications {
        differences.push(quote! { two_client_authentications: true });
    }
    differences
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
        })
    });
    let needs = parameters.iter().map(|parameter| {
        word(match parameter.need {
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
