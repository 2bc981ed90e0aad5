//! The description of the API and of its endpoints, as constants.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{
    Alternatives, Answer, Api, Base, Body, Endpoint, Grant, Location, Need, Parameter, Scheme,
    Value,
};
use crate::paths::Runtime;

// Expands to:
//
//     &Api::new("Usps", Base::Urls(&[..]), &[], &[<UspsPostCodeDraft as Draft>::ENDPOINT, ..])
pub(super) fn of_api(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    let name = crate::model::plain(&api.ident);
    let base = base(api);
    let headers = pairs(&api.headers);
    let endpoints = api.endpoints.iter().map(|endpoint| {
        let draft = api.of_endpoint(endpoint, "Draft");
        quote! { <#draft as #runtime::__private::Draft>::ENDPOINT }
    });
    quote! { &#runtime::Api::new(#name, #base, #headers, &[#(#endpoints),*]) }
}

fn base(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    match &api.base {
        Base::Url(url) => quote! { #runtime::Base::Urls(&[("", #url)]) },
        Base::Urls(urls) => {
            let urls = urls.iter().map(|named| {
                let name = crate::model::plain(&named.name);
                let url = &named.url;
                quote! { (#name, #url) }
            });
            quote! { #runtime::Base::Urls(&[#(#urls),*]) }
        }
        Base::Path(path) => quote! { #runtime::Base::Path(#path) },
    }
}

fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote! { (#name, #value) });
    quote! { &[#(#pairs),*] }
}

// Expands to:
//
//     &Endpoint {
//         name: "post_revoke",
//         index: 2,
//         method: Method::POST,
//         path: "/revoke",
//         parameters: &[ParameterInfo { name: "token", location: Location::Body, need: Need::Required, secret: true }],
//         ..
//     }
pub(super) fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let index = Literal::usize_unsuffixed(endpoint.index);
    let name = crate::model::plain(&endpoint.ident);
    let method = proc_macro2::Ident::new(&endpoint.method, endpoint.ident.span());
    let path = &endpoint.path;
    let parameters = endpoint.parameters.iter().map(|it| parameter(runtime, it));
    let auth = auth(runtime, &endpoint.auth);
    let bodies = endpoint.bodies.iter().map(|body| match body {
        Body::Form => quote! { #runtime::BodyKind::Form },
        Body::Json => quote! { #runtime::BodyKind::Json },
    });
    let headers = pairs(&endpoint.headers);
    let answer = match &endpoint.answer {
        Answer::Nothing => quote! { Nothing },
        Answer::Json(_) => quote! { Json },
        Answer::Redirect(_) => quote! { Redirect },
        Answer::RedirectOrNothing(_) => quote! { RedirectOrNothing },
        Answer::RedirectOrJson(_) => quote! { RedirectOrJson },
        Answer::Browser => quote! { Browser },
    };
    let asks_for_json = endpoint.asks_for_json();
    let grants = endpoint.grants.iter().map(|it| grant(runtime, it));
    let token = match &endpoint.token {
        None => quote! { ::core::option::Option::None },
        Some(token) => {
            let seconds = match token.default_expires_in.map(Literal::u32_unsuffixed) {
                None => quote! { ::core::option::Option::None },
                Some(seconds) => quote! { ::core::option::Option::Some(#seconds) },
            };
            quote! {
                ::core::option::Option::Some(#runtime::TokenAnswer { default_expires_in: #seconds })
            }
        }
    };
    let deviations = &endpoint.deviations;
    quote! {
        &#runtime::Endpoint {
            name: #name,
            index: #index,
            method: #runtime::http::Method::#method,
            path: #path,
            parameters: &[#(#parameters),*],
            auth: #auth,
            bodies: &[#(#bodies),*],
            headers: #headers,
            answer: #runtime::AnswerKind::#answer,
            asks_for_json: #asks_for_json,
            grants: &[#(#grants),*],
            token: #token,
            deviations: &[#(#deviations),*],
        }
    }
}

fn parameter(runtime: &Runtime, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
    let location = match parameter.location {
        Location::Path => quote! { Path },
        Location::Query => quote! { Query },
        Location::Header => quote! { Header },
        Location::Cookie => quote! { Cookie },
        Location::Body => quote! { Body },
        Location::WholeBody => quote! { WholeBody },
    };
    let need = match &parameter.need {
        Need::Required => quote! { Required },
        Need::Optional => quote! { Optional },
        Need::ServerDefault(value) => {
            let text = value.text();
            quote! { ServerDefault(#text) }
        }
        Need::Default(value) => {
            let value = literal(runtime, value);
            quote! { Default(#value) }
        }
        Need::Constant(value) => {
            let value = literal(runtime, value);
            quote! { Constant(#value) }
        }
    };
    let secret = parameter.secret;
    quote! {
        #runtime::ParameterInfo {
            name: #wire,
            location: #runtime::Location::#location,
            need: #runtime::Need::#need,
            secret: #secret,
        }
    }
}

fn literal(runtime: &Runtime, value: &Value) -> TokenStream {
    match value {
        Value::Text(text) => quote! { #runtime::Literal::Text(#text) },
        Value::Bare(text) => quote! { #runtime::Literal::Bare(#text) },
    }
}

fn auth(runtime: &Runtime, alternatives: &Alternatives) -> TokenStream {
    if alternatives.is_none() {
        return quote! { &[] };
    }
    let alternatives = alternatives.0.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| match scheme {
            Scheme::Basic => quote! { #runtime::Scheme::Basic },
            Scheme::ClientSecretBasic => quote! { #runtime::Scheme::ClientSecretBasic },
            Scheme::Bearer => quote! { #runtime::Scheme::Bearer },
            Scheme::Header { name, .. } => quote! { #runtime::Scheme::Header(#name) },
        });
        quote! { &[#(#schemes),*] }
    });
    quote! { &[#(#alternatives),*] }
}

fn grant(runtime: &Runtime, grant: &Grant) -> TokenStream {
    let Grant { named, needs, may, .. } = grant;
    quote! { #runtime::GrantInfo::new(#named, &[#(#needs),*], &[#(#may),*]) }
}
