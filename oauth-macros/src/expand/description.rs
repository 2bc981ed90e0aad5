//! The description of the API: a constant, and a static per endpoint.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{
    Alternatives, Answer, Api, Base, Body, Endpoint, Grant, Location, Need, Parameter, Scheme,
    Value,
};

// Expands to:
//
//     {
//         const ENDPOINTS: &[&Endpoint] = &[&__USPS_POST_CODE, ..];
//         &Api::new("Usps", Base::Urls(&[..]), ENDPOINTS)
//     }
pub(super) fn of_api(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    let name = crate::model::plain(&api.ident);
    let base = base(api);
    let headers = match api.headers.as_slice() {
        [] => TokenStream::new(),
        headers => {
            let headers = pairs(headers);
            quote! { .headers_sent(#headers) }
        }
    };
    let endpoints = api.endpoints.iter().map(|endpoint| api.description(endpoint));
    quote! {
        {
            const ENDPOINTS: &[&#runtime::Endpoint] = &[#(&#endpoints),*];
            &#runtime::Api::new(#name, #base, ENDPOINTS)#headers
        }
    }
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
//     static __USPS_POST_REVOKE: Endpoint = Endpoint::new(2, "post_revoke", Method::POST, "/revoke")
//         .takes(&[ParameterInfo::new("token", Location::Body, Need::Required).secret(), ..]) ..;
pub(super) fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let runtime = &api.runtime;
    let description = api.description(endpoint);
    let index = Literal::usize_unsuffixed(endpoint.index);
    let name = crate::model::plain(&endpoint.ident);
    let method = proc_macro2::Ident::new(&endpoint.method, endpoint.ident.span());
    let path = &endpoint.path;
    let mut parts = TokenStream::new();
    if !endpoint.parameters.is_empty() {
        let parameters = endpoint.parameters.iter().map(|it| parameter(runtime, it));
        parts.extend(quote! { .takes(&[#(#parameters),*]) });
    }
    if !endpoint.auth.is_none() {
        let auth = auth(runtime, &endpoint.auth);
        parts.extend(quote! { .needs(#auth) });
    }
    if !endpoint.bodies.is_empty() {
        let bodies = endpoint.bodies.iter().map(|body| match body {
            Body::Form => quote! { #runtime::BodyKind::Form },
            Body::Json => quote! { #runtime::BodyKind::Json },
        });
        parts.extend(quote! { .sends(&[#(#bodies),*]) });
    }
    if !endpoint.headers.is_empty() {
        let headers = pairs(&endpoint.headers);
        parts.extend(quote! { .headers_sent(#headers) });
    }
    let answer = match &endpoint.answer {
        Answer::Nothing => TokenStream::new(),
        Answer::Json(_) => quote! { .answers(#runtime::AnswerKind::Json) },
        Answer::Redirect(_) => quote! { .answers(#runtime::AnswerKind::Redirect) },
        Answer::RedirectOrNothing(_) => {
            quote! { .answers(#runtime::AnswerKind::RedirectOrNothing) }
        }
        Answer::RedirectOrJson(_) => quote! { .answers(#runtime::AnswerKind::RedirectOrJson) },
        Answer::Browser => quote! { .answers(#runtime::AnswerKind::Browser) },
    };
    parts.extend(answer);
    if endpoint.asks_for_json() {
        parts.extend(quote! { .accepts_json() });
    }
    if !endpoint.grants.is_empty() {
        let grants = endpoint.grants.iter().map(|it| grant(runtime, it));
        parts.extend(quote! { .grants_typed(&[#(#grants),*]) });
    }
    quote! {
        static #description: #runtime::Endpoint =
            #runtime::Endpoint::new(#index, #name, #runtime::http::Method::#method, #path)#parts;
    }
}

fn parameter(runtime: &TokenStream, parameter: &Parameter) -> TokenStream {
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
    let secret = if parameter.secret {
        quote! { .secret() }
    } else {
        TokenStream::new()
    };
    quote! { #runtime::ParameterInfo::new(#wire, #runtime::Location::#location, #runtime::Need::#need)#secret }
}

fn literal(runtime: &TokenStream, value: &Value) -> TokenStream {
    match value {
        Value::Text(text) => quote! { #runtime::Literal::Text(#text) },
        Value::Bare(text) => quote! { #runtime::Literal::Bare(#text) },
    }
}

fn auth(runtime: &TokenStream, alternatives: &Alternatives) -> TokenStream {
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

fn grant(runtime: &TokenStream, grant: &Grant) -> TokenStream {
    let Grant { named, needs, may, .. } = grant;
    quote! { #runtime::GrantInfo::new(#named, &[#(#needs),*], &[#(#may),*]) }
}
