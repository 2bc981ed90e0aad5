//! Documentation of generated items: the author's words, then what the declaration says.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Meta};

use crate::model::{Alternatives, Answer, Api, Endpoint, Need, Parameter, plain};

/// The author's words, or these where there are none.
pub(super) fn words(attrs: &[Attribute], otherwise: &str) -> TokenStream {
    let is_doc = |attr: &&Attribute| attr.path().is_ident("doc");
    if attrs.iter().any(|attr| is_doc(&attr)) {
        quote! { #(#attrs)* }
    } else {
        {
            let otherwise = line(otherwise);
            quote! { #(#attrs)* #otherwise }
        }
    }
}

/// A line, as `/// text` writes it.
pub(super) fn line(text: &str) -> TokenStream {
    let text = format!(" {text}");
    quote! { #[doc = #text] }
}

/// A paragraph after others.
pub(super) fn paragraph(text: &str) -> TokenStream {
    let line = line(text);
    quote! { #[doc = ""] #line }
}

/// The section on errors.
pub(super) fn errors(text: &str) -> TokenStream {
    let [heading, text] = ["# Errors", text].map(paragraph);
    quote! { #heading #text }
}

/// Documentation of the method that begins a call.
pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let route = format!("`{} {}`", endpoint.method, endpoint.path);
    let words = words(&endpoint.attrs, &format!("Calls {route}."));
    let route = paragraph(&format!("{route}, {}.", auth(&endpoint.auth)));
    let needs: Vec<String> =
        endpoint.required().map(|parameter| format!("`{}`", parameter.setter())).collect();
    let required = match needs.as_slice() {
        [] => TokenStream::new(),
        needs => paragraph(&format!("Required: {}.", needs.join(", "))),
    };
    let grants: Vec<String> =
        endpoint.grants.iter().map(|grant| format!("`{}`", grant.entry)).collect();
    let grants = match grants.as_slice() {
        [] => TokenStream::new(),
        grants => paragraph(&format!("Grants: {}.", grants.join(", "))),
    };
    quote! { #words #route #required #grants }
}

/// Documentation of a request builder.
pub(super) fn request(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let client = api.client();
    let name = &endpoint.ident;
    let text = format!("A call of [`{name}`]({client}::{name}), not sent yet.");
    let route = paragraph(&format!("`{} {}`", endpoint.method, endpoint.path));
    let text = line(&text);
    quote! { #text #route }
}

/// Documentation of a setter or field of this name.
pub(super) fn parameter(parameter: &Parameter, item: &Ident) -> TokenStream {
    let place = parameter.place();
    let wire = &parameter.wire;
    let words = words(&parameter.docs, &format!("Sets the {place} `{wire}`."));
    let secret = if parameter.secret { " A secret." } else { "" };
    let need = match &parameter.need {
        Need::Required => " Required.".to_owned(),
        Need::Optional => " Left out unless given.".to_owned(),
        Need::ServerDefault(value) => {
            format!(" Left out unless given; the server then takes `{}`.", value.text())
        }
        Need::Default(value) => {
            format!(" `{}` is sent unless another value is given.", value.text())
        }
        Need::Constant(value) => format!(" Always `{}`.", value.text()),
    };
    let fact = paragraph(&format!("The {place} `{wire}`.{secret}{need}"));
    // The compiler takes no other alias, and none that is the name itself.
    let is_alias = |c: char| c.is_ascii_alphanumeric() || "_-.:/[]".contains(c);
    let alias = if plain(item) == *wire || wire.is_empty() || !wire.chars().all(is_alias) {
        TokenStream::new()
    } else {
        quote! { #[doc(alias = #wire)] }
    };
    quote! { #words #fact #alias }
}

/// Documentation of `send`.
pub(super) fn send(endpoint: &Endpoint) -> TokenStream {
    let value = match &endpoint.answer {
        Answer::Nothing => "A success has no value; its body is ignored.",
        Answer::Redirect(_) => {
            "The answer is a redirect: its target is the value, and nothing is sent there."
        }
        Answer::RedirectOrNothing(_) => {
            "The answer is a redirect, whose target is the value and where nothing is sent; or a success without a value."
        }
        Answer::RedirectOrJson(_) => {
            "The answer is a redirect, whose target is the value and where nothing is sent; or a value from JSON."
        }
        Answer::Json(_) | Answer::Browser => "The value is read from JSON.",
    };
    let value = paragraph(value);
    let types = endpoint.errors.iter().map(|(status, ty)| {
        let ty = quote! { #ty }.to_string().replace(' ', "");
        match status {
            Some(status) => format!("`{ty}` for {status}"),
            None => format!("`{ty}`"),
        }
    });
    let types: Vec<String> = types.collect();
    let errors = if types.is_empty() {
        errors(
            "`Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no, `Error::Unexpected` for anything else.",
        )
    } else {
        errors(&format!(
            "`Error::Build` before anything is sent, `Error::Transport` without an answer, `Error::Refused` where the server says no (`error.body_as` reads {}), `Error::Unexpected` for anything else.",
            types.join(", ")
        ))
    };
    let text = line("Sends the request, once.");
    quote! { #text #value #errors }
}

/// The sentence on authentication.
fn auth(alternatives: &Alternatives) -> String {
    if alternatives.is_none() {
        return "without authentication".to_owned();
    }
    let one = |schemes: &Vec<crate::model::Scheme>| match schemes.as_slice() {
        [] => "nothing".to_owned(),
        schemes => {
            schemes.iter().map(crate::model::Scheme::description).collect::<Vec<_>>().join(" and ")
        }
    };
    format!("authenticated by {}", alternatives.0.iter().map(one).collect::<Vec<_>>().join(", or "))
}

/// What of a trait's attributes goes to the client too: not its documentation.
pub(super) fn without_docs(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs
        .iter()
        .filter(|attr| !matches!(&attr.meta, Meta::NameValue(pair) if pair.path.is_ident("doc")))
}
