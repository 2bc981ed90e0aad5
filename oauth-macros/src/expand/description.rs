//! The description of the API: a hidden module of statics, one per endpoint.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Visibility;

use crate::model::{
    Alternatives, Answer, Api, Base, Body, Endpoint, Grant, Location, Need, Parameter, Scheme,
    Value,
};

// Expands to:
//
//     #[doc(hidden)]
//     pub mod __usps {
//         pub static POST_REVOKE: Endpoint = Endpoint::new(2, "post_revoke", Method::POST, "/revoke")
//             .takes(&[ParameterInfo::new("token", Location::Body, Need::Required).secret(), ..]) ..;
//     }
pub(super) fn hidden(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    let hidden = api.hidden();
    let vis = &api.vis;
    let inner = inner_visibility(vis);
    let endpoints = api.endpoints.iter().map(|endpoint| self::endpoint(endpoint, &inner));
    quote! {
        #[doc(hidden)]
        #vis mod #hidden {
            use #runtime::__private::{
                AnswerKind, BodyKind, Endpoint, GrantInfo, Literal, Location, Method, Need, ParameterInfo,
                Scheme,
            };
            #(#endpoints)*
        }
    }
}

// Expands to:
//
//     {
//         const ENDPOINTS: &[&Endpoint] = &[&__usps::POST_CODE, ..];
//         &Api::new("Usps", Base::Urls(&[..]), ENDPOINTS)
//     }
pub(super) fn of_api(api: &Api) -> TokenStream {
    let runtime = &api.runtime;
    let hidden = api.hidden();
    let name = crate::model::plain(&api.ident);
    let base = base(api);
    let headers = match api.headers.as_slice() {
        [] => TokenStream::new(),
        headers => {
            let headers = pairs(headers);
            quote! { .headers_sent(#headers) }
        }
    };
    let constants = api.endpoints.iter().map(Endpoint::constant);
    quote! {
        {
            const ENDPOINTS: &[&#runtime::Endpoint] = &[#(&#hidden::#constants),*];
            &#runtime::Api::new(#name, #base, ENDPOINTS)#headers
        }
    }
}

/// The visibility of the trait, as seen from one module further in.
fn inner_visibility(vis: &Visibility) -> TokenStream {
    match vis {
        Visibility::Inherited => quote! { pub(super) },
        Visibility::Restricted(restricted) if restricted.path.is_ident("self") => {
            quote! { pub(super) }
        }
        Visibility::Restricted(restricted)
            if restricted.path.segments.first().is_some_and(|first| first.ident == "super") =>
        {
            let path = &restricted.path;
            quote! { pub(in super::#path) }
        }
        other => quote! { #other },
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

fn endpoint(endpoint: &Endpoint, vis: &TokenStream) -> TokenStream {
    let constant = endpoint.constant();
    let index = Literal::usize_unsuffixed(endpoint.index);
    let name = crate::model::plain(&endpoint.ident);
    let method = proc_macro2::Ident::new(&endpoint.method, endpoint.ident.span());
    let path = &endpoint.path;
    let mut parts = TokenStream::new();
    if !endpoint.parameters.is_empty() {
        let parameters = endpoint.parameters.iter().map(parameter);
        parts.extend(quote! { .takes(&[#(#parameters),*]) });
    }
    if !endpoint.auth.is_none() {
        let auth = auth(&endpoint.auth);
        parts.extend(quote! { .needs(#auth) });
    }
    if !endpoint.bodies.is_empty() {
        let bodies = endpoint.bodies.iter().map(|body| match body {
            Body::Form => quote! { BodyKind::Form },
            Body::Json => quote! { BodyKind::Json },
        });
        parts.extend(quote! { .sends(&[#(#bodies),*]) });
    }
    if !endpoint.headers.is_empty() {
        let headers = pairs(&endpoint.headers);
        parts.extend(quote! { .headers_sent(#headers) });
    }
    let answer = match &endpoint.answer {
        Answer::Nothing => TokenStream::new(),
        Answer::Json(_) => quote! { .answers(AnswerKind::Json) },
        Answer::Redirect(_) => quote! { .answers(AnswerKind::Redirect) },
        Answer::RedirectOrNothing(_) => quote! { .answers(AnswerKind::RedirectOrNothing) },
        Answer::RedirectOrJson(_) => quote! { .answers(AnswerKind::RedirectOrJson) },
        Answer::Browser => quote! { .answers(AnswerKind::Browser) },
    };
    parts.extend(answer);
    if endpoint.asks_for_json() {
        parts.extend(quote! { .accepts_json() });
    }
    if !endpoint.grants.is_empty() {
        let grants = endpoint.grants.iter().map(grant);
        parts.extend(quote! { .grants_typed(&[#(#grants),*]) });
    }
    quote! {
        #vis static #constant: Endpoint = Endpoint::new(#index, #name, Method::#method, #path)#parts;
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
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
            let value = literal(value);
            quote! { Default(#value) }
        }
        Need::Constant(value) => {
            let value = literal(value);
            quote! { Constant(#value) }
        }
    };
    let secret = if parameter.secret {
        quote! { .secret() }
    } else {
        TokenStream::new()
    };
    quote! { ParameterInfo::new(#wire, Location::#location, Need::#need)#secret }
}

fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Text(text) => quote! { Literal::Text(#text) },
        Value::Bare(text) => quote! { Literal::Bare(#text) },
    }
}

fn auth(alternatives: &Alternatives) -> TokenStream {
    let alternatives = alternatives.0.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| match scheme {
            Scheme::Basic => quote! { Scheme::Basic },
            Scheme::ClientSecretBasic => quote! { Scheme::ClientSecretBasic },
            Scheme::Bearer => quote! { Scheme::Bearer },
            Scheme::Header { name, .. } => quote! { Scheme::Header(#name) },
        });
        quote! { &[#(#schemes),*] }
    });
    quote! { &[#(#alternatives),*] }
}

fn grant(grant: &Grant) -> TokenStream {
    let Grant { grant_type, needs, may, .. } = grant;
    quote! { GrantInfo::new(#grant_type, &[#(#needs),*], &[#(#may),*]) }
}
